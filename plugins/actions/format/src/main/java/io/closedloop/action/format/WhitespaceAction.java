package io.closedloop.action.format;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.Diagnosis;
import io.closedloop.api.Patch;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryAction;
import io.closedloop.api.Situation;
import io.closedloop.api.Workspace;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Tidies the white space of the files that a check complained about, in process: no tool is needed.
 */
final class WhitespaceAction implements RecoveryAction {
  private static final List<String> COMPLAINTS =
      List.of(
          "whitespace",
          "trailing space",
          "trailing-space",
          "trailing_space",
          "newline at end",
          "final newline",
          "final_newline",
          "new-line-at-end-of-file",
          "end-of-file");

  private final List<String> paths;

  WhitespaceAction(List<String> paths) {
    this.paths = List.copyOf(paths);
  }

  @Override
  public ActionSpec spec() {
    return Repair.spec(paths);
  }

  @Override
  public Proposal propose(Situation situation) {
    if (!concernsWhitespace(situation.diagnosis())) {
      return new Proposal.Nothing("no check of trailing space or of the final newline failed");
    }
    Workspace workspace = situation.workspace();
    TreeSet<String> texts = new TreeSet<>();
    paths.forEach(glob -> texts.addAll(workspace.files(glob)));
    texts.removeIf(path -> path.startsWith(".github/workflows/"));

    List<String> files = Complaints.about(situation, texts);
    if (files.isEmpty()) {
      return new Proposal.Nothing(
          "the check named no text file of this commit, and no pull request changes one");
    }
    files.forEach(path -> tidy(workspace, path));
    Patch patch = workspace.changes();
    if (patch.isEmpty()) {
      return new Proposal.Nothing(
          "removing trailing space and adding the final newline made no difference, because "
              + Repair.count(files.size())
              + " looked at had neither fault outside of Markdown's line breaks");
    }
    String count = Repair.count(patch.files().size());
    return Repair.commit(
        patch,
        CommitMessage.of(
            "Remove trailing space and end files with a newline",
            situation,
            "Changed " + count + "; nothing but white space at the ends of lines and files."),
        "The white space at the ends of lines or files of "
            + count
            + " is not as the check wants it.");
  }

  private static void tidy(Workspace workspace, String path) {
    workspace
        .read(path)
        .ifPresent(text -> {
          String tidy = Whitespace.tidy(path, text);
          if (!tidy.equals(text)) {
            workspace.write(path, tidy);
          }
        });
  }

  private static boolean concernsWhitespace(Diagnosis diagnosis) {
    Stream<String> said =
        Stream.concat(
            Stream.of(diagnosis.subcategory()),
            diagnosis.evidence().stream().map(line -> line.text()));
    return diagnosis.category().equals("quality_gates")
        && said.map(text -> text.toLowerCase(Locale.ROOT))
            .anyMatch(text -> COMPLAINTS.stream().anyMatch(text::contains));
  }
}
