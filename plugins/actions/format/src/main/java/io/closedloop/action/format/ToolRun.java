package io.closedloop.action.format;

import io.closedloop.api.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one tool over files.
 *
 * @param options given at each run
 */
record ToolRun(Formatter formatter, Workspace workspace, List<String> options) {
  private static final Duration AT_MOST = Duration.ofMinutes(2);

  /** So that no command line grows beyond what a system allows. */
  private static final int FILES_AT_ONCE = 100;

  /** What a tool said in all its runs together; {@code failure} empty when all ended with 0. */
  record Said(String failure, List<String> lines) {
    boolean well() {
      return failure.isEmpty();
    }
  }

  /** Runs it in one mode over files, or a folder, in parts; stops at the first that goes wrong. */
  Said over(List<String> files, List<String> mode) {
    List<String> lines = new ArrayList<>();
    for (int from = 0; from < files.size(); from += FILES_AT_ONCE) {
      List<String> arguments = new ArrayList<>(options);
      arguments.addAll(mode);
      // A name that begins with a hyphen or @ must not be read as an option.
      files
          .subList(from, Math.min(from + FILES_AT_ONCE, files.size()))
          .forEach(file -> arguments.add("./" + file));
      Workspace.ToolResult result = workspace.run(formatter.tool(), arguments, AT_MOST);
      result.err().lines().forEach(lines::add);
      result.out().lines().forEach(lines::add);
      if (result.timedOut()) {
        return new Said(
            formatter.title() + " did not end within " + AT_MOST.toSeconds() + " seconds", lines);
      }
      if (result.exitCode() != 0) {
        return new Said(failure(result), lines);
      }
    }
    return new Said("", lines);
  }

  private String failure(Workspace.ToolResult result) {
    String first =
        result.err().lines().filter(line -> !line.isBlank()).findFirst().orElse("no message");
    return formatter
        .explain(result.err())
        .orElseGet(() ->
            "%s ended with %d: %s"
                .formatted(formatter.title(), result.exitCode(), CommitMessage.plain(first)));
  }
}
