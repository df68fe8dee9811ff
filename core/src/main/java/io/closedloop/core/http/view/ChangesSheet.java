package io.closedloop.core.http.view;

import io.closedloop.core.diagnose.WhatChanged;
import io.closedloop.core.github.Comparison;
import io.closedloop.core.incident.Failure;
import io.closedloop.core.incident.Incident;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of what changed since a workflow was last green.
 *
 * @param green the run that was compared with; null when there is none
 * @param code one sentence on commits and files; empty where they could not be compared
 */
public record ChangesSheet(
    String id,
    String title,
    String words,
    @Nullable Link green,
    @Nullable When at,
    String code,
    List<Commit> commits,
    List<File> files,
    List<Difference> differences,
    List<String> unknown) {

  /** One commit. */
  public record Commit(Link sha, String title, String author) {}

  /** One file and how it changed. */
  public record File(String path, String how) {}

  /** What differs in what the job ran on and with. */
  public record Difference(String kind, String name, String before, String after) {}

  /** The page as seen from now. */
  public static ChangesSheet of(Incident incident, WhatChanged changed, Instant now) {
    Failure failure = incident.failure();
    WhatChanged.Green green = changed.green();
    Comparison code = changed.code();
    return new ChangesSheet(
        incident.id(),
        Visible.text(failure.run().workflow() + " / " + failure.jobs().getFirst().name()),
        Visible.text(changed.words()),
        green == null
            ? null
            : new Link(
                "run " + green.runId() + ", attempt " + green.attempt(), Links.safe(green.url())),
        green == null || green.at() == null ? null : When.of(green.at(), now),
        code == null ? "" : words(code),
        code == null
            ? List.of()
            : code.commits().reversed().stream().map(c -> commit(failure, c)).toList(),
        code == null ? List.of() : code.files().stream().map(ChangesSheet::file).toList(),
        changed.differences().stream().map(ChangesSheet::difference).toList(),
        changed.unknown().stream()
            .filter(unknown -> !unknown.equals(changed.words()))
            .map(Visible::text)
            .toList());
  }

  private static String words(Comparison code) {
    if (code.ahead() == 0 && code.behind() == 0) {
      return "It is the same commit: nothing in the repository changed.";
    }
    return code.ahead()
        + (code.ahead() == 1 ? " commit more" : " commits more")
        + (code.behind() == 0 ? "" : ", " + code.behind() + " fewer")
        + ", "
        + code.files().size()
        + (code.files().size() == 1 ? " file changed" : " files changed")
        + (code.commits().size() < code.ahead() ? "; not all of the commits are listed" : "")
        + (code.files().size() >= 300 ? "; there may be more files" : "")
        + ".";
  }

  private static Commit commit(Failure failure, Comparison.Commit commit) {
    String sha = commit.sha();
    return new Commit(
        new Link(
            sha.substring(0, Math.min(8, sha.length())), Links.beside(failure, "commit/" + sha)),
        Visible.text(commit.title()),
        Visible.text(commit.author()));
  }

  private static File file(Comparison.File file) {
    return new File(
        Visible.text(file.path()),
        file.status() + ", +" + file.additions() + " −" + file.deletions());
  }

  private static Difference difference(WhatChanged.Difference difference) {
    return new Difference(
        switch (difference.kind()) {
          case RUNNER_IMAGE -> "runner";
          case ACTION -> "action";
          case VERSION -> "version";
        },
        Visible.text(difference.name()),
        difference.before() == null ? "—" : Visible.text(difference.before()),
        difference.after() == null ? "—" : Visible.text(difference.after()));
  }
}
