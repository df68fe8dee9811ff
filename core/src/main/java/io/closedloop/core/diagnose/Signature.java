package io.closedloop.core.diagnose;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tool prints when it fails in one particular way, or what a step runs that fails so.
 *
 * @param id unique within its category
 * @param category the instance name of the category that it speaks for
 * @param passes whether such a failure can pass by itself
 * @param weight how strongly a match speaks for the category, from 1 to 100
 * @param reads what the pattern looks at
 * @param symptom a line that says that something failed, not why: it yields to a cause before it
 * @param pattern finds it anywhere in a line; linear in the line's length
 * @param literals each match contains one of these, whatever the case of its letters; empty where
 *     no output is read
 * @param command one of these stands in what the step ran; empty when it does not matter
 * @param silentMinutes so long nothing else was printed before the line; 0 when it does not matter.
 *     Only lines that GitHub marks as errors tell
 * @param captures names of the pattern's groups that are kept
 */
public record Signature(
    String id,
    String category,
    String subcategory,
    @Nullable String tool,
    Passes passes,
    int weight,
    Reads reads,
    boolean symptom,
    Pattern pattern,
    List<String> literals,
    List<String> command,
    int silentMinutes,
    List<String> captures) {

  /** Whether a failure can pass by itself. */
  public enum Passes {
    YES,
    NO,
    /** The log does not tell; what else ran on the commit may. */
    HISTORY
  }

  /** What a pattern looks at. */
  public enum Reads {
    /** The lines that something printed. */
    OUTPUT,
    /** The name of a step or job that failed, and the commands that it ran. */
    STEP,
    /** What JUnit XML and SARIF that the run left behind say; see {@link ReportLines}. */
    REPORT
  }

  public Signature {
    literals = List.copyOf(literals);
    command = List.copyOf(command);
    captures = List.copyOf(captures);
  }

  /** Words of the core's own that are found along with the signatures and speak for no category. */
  static Signature sign(String id, String pattern, List<String> literals) {
    return new Signature(
        id,
        "",
        "",
        null,
        Passes.NO,
        1,
        Reads.OUTPUT,
        false,
        Pattern.compile(pattern),
        literals,
        List.of(),
        0,
        List.of());
  }

  /** What the log alone says of it. */
  public boolean transientFailure() {
    return passes == Passes.YES;
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
