package io.closedloop.action.format;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.Situation;
import java.util.List;
import java.util.Optional;

/** The formatter of Java, in the style that the check asks for. */
final class GoogleJavaFormat implements Formatter {
  @Override
  public String tool() {
    return "google-java-format";
  }

  /** Spotless and fmt-maven-plugin run it too. */
  @Override
  public boolean isCalled(String name) {
    return name.equals(tool()) || name.startsWith("spotless") || name.startsWith("fmt-maven");
  }

  @Override
  public String title() {
    return tool();
  }

  @Override
  public String subject() {
    return "format Java as google-java-format does";
  }

  @Override
  public List<String> paths() {
    return List.of("**.java");
  }

  @Override
  public boolean asked(Situation situation, Log log) {
    if (isCalled(log.tool())) {
      return true;
    }
    Diagnosis diagnosis = situation.diagnosis();
    return log.tool().isEmpty()
        && diagnosis.subcategory().contains("format")
        && diagnosis.evidence().stream()
            .anyMatch(line -> line.text().contains(tool()) || line.text().contains(".java"));
  }

  @Override
  public Optional<String> objection(Situation situation, Log log) {
    return JavaStyle.of(log, situation.workspace()) == JavaStyle.OTHER
        ? Optional.of(
            "the build formats Java by something other than google-java-format, which would only change it anew")
        : Optional.empty();
  }

  @Override
  public String wayToGet(String version) {
    return "it comes with closedloop in tools/";
  }

  @Override
  public List<String> options(Situation situation, Log log) {
    return JavaStyle.of(log, situation.workspace()).arguments();
  }

  @Override
  public List<String> checking() {
    return List.of("--dry-run", "--set-exit-if-changed");
  }

  @Override
  public List<String> writing() {
    return List.of("--replace");
  }

  @Override
  public Selection select(Situation situation, Log log) {
    List<String> files = Complaints.about(situation, situation.workspace().files("**.java"));
    return files.isEmpty()
        ? new Selection.None(
            "the check named no Java file of this commit, and no pull request changes one")
        : new Selection.Files(files, false);
  }
}
