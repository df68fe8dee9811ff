package io.closedloop.action.format;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.Diagnosis;
import io.closedloop.api.Patch;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryAction;
import io.closedloop.api.Situation;
import io.closedloop.api.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Runs google-java-format over the files that a check found unformatted, in the style that the
 * check asks for.
 */
final class JavaFormatter implements RecoveryAction {
  private static final String TOOL = "google-java-format";
  private static final Duration AT_MOST = Duration.ofMinutes(2);

  /** So that no command line grows beyond what a system allows. */
  private static final int FILES_AT_ONCE = 100;

  @Override
  public ActionSpec spec() {
    return Repair.spec(List.of("**.java"));
  }

  @Override
  public Proposal propose(Situation situation) {
    if (!concernsJavaFormatting(situation)) {
      return new Proposal.Nothing("no check of the formatting of Java files failed");
    }
    Workspace workspace = situation.workspace();
    JavaStyle style = JavaStyle.of(situation, workspace);
    if (style == JavaStyle.OTHER) {
      return new Proposal.Nothing(
          "the build formats Java by something other than google-java-format, which would only change it anew");
    }
    List<String> files = Complaints.about(situation, workspace.files("**.java"));
    if (files.isEmpty()) {
      return new Proposal.Nothing(
          "the check named no Java file of this commit, and no pull request changes one");
    }
    String version = workspace.toolVersion(TOOL).map(CommitMessage::plain).orElse(TOOL);
    return format(workspace, style, files)
        .map(failure -> (Proposal) new Proposal.Nothing(failure))
        .orElseGet(() -> commit(situation, workspace.changes(), files, version));
  }

  private static Proposal commit(
      Situation situation, Patch patch, List<String> files, String version) {
    if (patch.isEmpty()) {
      return new Proposal.Nothing(
          "%s made no difference, because %s already as it would write %s; the check may use another version or style"
              .formatted(
                  version,
                  files.size() == 1 ? files.getFirst() + " is" : files.size() + " files are",
                  files.size() == 1 ? "it" : "them"));
    }
    String count = Repair.count(patch.files().size());
    return Repair.commit(
        patch,
        CommitMessage.of(
            "Format Java as " + TOOL + " does", situation, version + " wrote " + count + " anew."),
        TOOL + " found " + count + " to write anew.");
  }

  /** Runs the tool on all files; answers why it failed, or empty. */
  private static Optional<String> format(Workspace workspace, JavaStyle style, List<String> files) {
    for (int from = 0; from < files.size(); from += FILES_AT_ONCE) {
      List<String> arguments = new ArrayList<>(style.arguments());
      arguments.add("--replace");
      // A name that begins with a hyphen or @ must not be read as an option.
      files
          .subList(from, Math.min(from + FILES_AT_ONCE, files.size()))
          .forEach(file -> arguments.add("./" + file));
      Workspace.ToolResult result = workspace.run(TOOL, arguments, AT_MOST);
      if (result.timedOut()) {
        return Optional.of(TOOL + " did not end within " + AT_MOST.toSeconds() + " seconds");
      }
      if (result.exitCode() != 0) {
        String first =
            result.err().lines().filter(line -> !line.isBlank()).findFirst().orElse("no message");
        return Optional.of(
            "%s ended with %d: %s".formatted(TOOL, result.exitCode(), CommitMessage.plain(first)));
      }
    }
    return Optional.empty();
  }

  private static boolean concernsJavaFormatting(Situation situation) {
    Diagnosis diagnosis = situation.diagnosis();
    if (!diagnosis.category().equals("quality_gates")) {
      return false;
    }
    String tool = diagnosis.tool() == null ? "" : diagnosis.tool().toLowerCase(Locale.ROOT);
    if (tool.equals(TOOL) || tool.startsWith("spotless") || tool.startsWith("fmt-maven")) {
      return true;
    }
    return tool.isEmpty()
        && diagnosis.evidence().stream()
            .anyMatch(line -> line.text().contains(TOOL) || line.text().contains(".java"))
        && diagnosis.subcategory().contains("format");
  }
}
