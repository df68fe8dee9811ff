package io.closedloop.action.format;

import io.closedloop.api.Evidence;
import io.closedloop.api.EvidenceLine;
import io.closedloop.api.Situation;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is known of the log of the failed jobs.
 *
 * @param jobs the lines of each job's excerpts
 * @param lines all of them, after those that speak for the diagnosis
 * @param tool what the diagnosis names, in lower case; empty when unknown
 */
record Log(List<List<String>> jobs, List<String> lines, String tool) {
  static final String PRE_COMMIT = "pre-commit";
  private static final Pattern HOOK = Pattern.compile("^- hook id: (\\S{1,100})$");

  /** Reads it off a situation. */
  static Log of(Situation situation) {
    List<List<String>> jobs =
        situation.evidence().stream()
            .map(evidence ->
                evidence.excerpts().stream()
                    .map(Evidence.Excerpt::lines)
                    .flatMap(List::stream)
                    .toList())
            .toList();
    List<String> lines =
        Stream.concat(
                situation.diagnosis().evidence().stream().map(EvidenceLine::text),
                jobs.stream().flatMap(List::stream))
            .toList();
    String tool = situation.diagnosis().tool();
    return new Log(jobs, lines, tool == null ? "" : tool.toLowerCase(Locale.ROOT));
  }

  /** Whether a line holds what is looked for. */
  boolean says(Pattern pattern) {
    return lines.stream().anyMatch(line -> pattern.matcher(line).find());
  }

  /** The hooks of pre-commit that failed; it names no others unless it is told to be verbose. */
  Set<String> failedHooks() {
    Set<String> hooks = new TreeSet<>();
    for (String line : lines) {
      Matcher hook = HOOK.matcher(line.strip());
      if (hook.matches()) {
        hooks.add(hook.group(1));
      }
    }
    return hooks;
  }
}
