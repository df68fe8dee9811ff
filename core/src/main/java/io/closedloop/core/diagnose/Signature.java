package io.closedloop.core.diagnose;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tool prints when it fails in one particular way.
 *
 * @param id unique within its category
 * @param category the instance name of the category that it speaks for
 * @param weight how strongly a match speaks for the category, from 1 to 100
 * @param pattern finds it anywhere in a line; linear in the line's length
 * @param literals each match contains one of these, whatever the case of its letters
 * @param command one of these stands in what the step ran; empty when it does not matter
 * @param captures names of the pattern's groups that are kept
 */
public record Signature(
    String id,
    String category,
    String subcategory,
    @Nullable String tool,
    boolean transientFailure,
    int weight,
    Pattern pattern,
    List<String> literals,
    List<String> command,
    List<String> captures) {

  public Signature {
    literals = List.copyOf(literals);
    command = List.copyOf(command);
    captures = List.copyOf(captures);
  }

  boolean appliesTo(Step step) {
    return command.isEmpty() || command.stream().anyMatch(step::ran);
  }

  /** The captured groups, null when the text does not match. */
  @Nullable Map<String, String> match(String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return null;
    }
    if (captures.isEmpty()) {
      return Map.of();
    }
    var kept = new LinkedHashMap<String, String>();
    for (var name : captures) {
      var group = matcher.group(name);
      if (group != null) {
        kept.put(name, group);
      }
    }
    return kept;
  }
}
