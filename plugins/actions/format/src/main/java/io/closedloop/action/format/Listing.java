package io.closedloop.action.format;

import io.closedloop.api.Situation;
import io.closedloop.api.Workspace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a tool lists the files that it complains about.
 *
 * @param named each has the path as its first group; the first is what summaries count
 * @param counted a summary, with the number as its first group where that is not 1; null for a tool
 *     that prints none
 * @param unreadable says that a file cannot be read at all, path first; no formatting mends that
 */
record Listing(List<Pattern> named, @Nullable Pattern counted, Pattern unreadable) {

  /**
   * The files to write: those that the check named; or, where the log does not name them all, also
   * those that the change touched and the tool itself, run over the repository as its own
   * configuration wants it, complains about.
   */
  Selection select(Formatter formatter, Situation situation, Log log) {
    for (String line : log.lines()) {
      Matcher broken = unreadable.matcher(line);
      if (broken.find()) {
        return new Selection.None(
            "%s cannot read %s, and the check stays red as long as that is so"
                .formatted(formatter.title(), CommitMessage.plain(broken.group(1))));
      }
    }
    Workspace workspace = situation.workspace();
    Set<String> files = new HashSet<>();
    formatter.paths().forEach(glob -> files.addAll(workspace.files(glob)));
    Complaints complaints = Complaints.of(situation, files, log);
    log.lines().forEach(line -> paths(line).forEach(complaints::add));

    Set<String> chosen = new TreeSet<>(complaints.found());
    Set<String> unclear = complaints.unclear();
    boolean complete =
        !chosen.isEmpty()
            && unclear.isEmpty()
            && log.jobs().stream().allMatch(this::isComplete);
    if (!complete) {
      Set<String> touched = new HashSet<>(Complaints.touched(situation));
      touched.retainAll(files);
      chosen.addAll(touched.isEmpty() ? Set.of() : surveyed(formatter, situation, log, touched));
    }
    unclear.removeIf(path -> chosen.stream().anyMatch(file -> ("/" + file).endsWith("/" + path)));
    if (!unclear.isEmpty()) {
      return new Selection.None(
          "the check named %s, and several files of this commit may be meant"
              .formatted(CommitMessage.plain(unclear.iterator().next())));
    }
    return judged(formatter, workspace, chosen, complaints.found());
  }

  private static Selection judged(
      Formatter formatter, Workspace workspace, Set<String> chosen, Set<String> named) {
    for (String path : chosen) {
      if (path.startsWith(".github/workflows/")) {
        return new Selection.None(
            "the check wants "
                + CommitMessage.plain(path)
                + " written anew, and workflows never are");
      }
      if (workspace.read(path).isEmpty()) {
        return new Selection.None(
            CommitMessage.plain(path) + " is larger than 2 MB or not UTF-8, and is left alone");
      }
    }
    return chosen.isEmpty()
        ? new Selection.None(
            "the check named no file of this commit, and %s finds nothing to write anew in what the change touched"
                .formatted(formatter.title()))
        : new Selection.Files(List.copyOf(chosen), chosen.equals(named));
  }

  /** The touched files that the tool complains about when it looks at everything. */
  private Set<String> surveyed(
      Formatter formatter, Situation situation, Log log, Set<String> touched) {
    Workspace workspace = situation.workspace();
    ToolRun run = new ToolRun(formatter, workspace, formatter.options(situation, log));
    Complaints found = Complaints.here(situation, touched);
    run.over(List.of(""), formatter.checking())
        .lines()
        .forEach(line -> paths(line).forEach(found::add));
    Set<String> files = new TreeSet<>(found.found());
    files.removeIf(path -> Vendored.holds(workspace, path));
    return files;
  }

  private List<String> paths(String line) {
    List<String> paths = new ArrayList<>();
    for (Pattern pattern : named) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.find()) {
        paths.add(matcher.group(1).strip());
      }
    }
    return paths;
  }

  /** Whether a job's log names as many files as its summaries count. */
  private boolean isComplete(List<String> lines) {
    if (counted == null) {
      return true;
    }
    long announced = 0;
    long listed = 0;
    for (String line : lines) {
      Matcher summary = counted.matcher(line);
      if (summary.find()) {
        announced += summary.group(1) == null ? 1 : Long.parseLong(summary.group(1));
      } else if (named.getFirst().matcher(line).find()) {
        listed++;
      }
    }
    return listed >= announced;
  }
}
