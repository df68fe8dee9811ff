package io.closedloop.action.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Effect;
import io.closedloop.api.Patch;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryActionFactory;
import io.closedloop.api.Workspace;
import io.closedloop.testkit.FakeSituation;
import io.closedloop.testkit.FakeWorkspace;
import io.closedloop.testkit.RealTool;
import io.closedloop.testkit.RecoveryActionContract;
import io.closedloop.testkit.SituationBuilder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CodeFormattingTest extends RecoveryActionContract<CodeFormatting.Config> {
  private static final String UGLY = "class  A{int a ;}\n";
  private static final String PRETTY = "class A {\n  int a;\n}\n";

  @Override
  protected RecoveryActionFactory<CodeFormatting.Config> factory() {
    return new CodeFormatting();
  }

  @Override
  protected CodeFormatting.Config config() {
    return new CodeFormatting.Config();
  }

  @Override
  protected SituationBuilder situation() {
    return situation(formatter().file("src/A.java", UGLY).file("src/B.java", UGLY))
        .evidence("src/A.java")
        .changedFiles("src/A.java");
  }

  @Test
  void theRealToolWritesTheFileThatTheCheckNamedAndNoOther() throws Exception {
    assertThat(patch(propose(situation().build()))).isEqualTo(Patch.ofText("src/A.java", PRETTY));
  }

  @Test
  void theMessageSaysWhichCheckLineAndToolAskedForIt() throws Exception {
    assertThat(message(propose(situation().build())))
        .startsWith("Format Java as google-java-format does\n\n")
        .contains(
            "job build of the workflow CI", "line 1: src/A.java", "google-java-format 1.37.0");
  }

  @Test
  void whereTheCheckNamedNoFileThoseOfThePullRequestAreWritten() throws Exception {
    SituationBuilder situation =
        situation().evidence("formatting violations").changedFiles("src/B.java", "x.md");
    assertThat(patch(propose(situation.build()))).isEqualTo(Patch.ofText("src/B.java", PRETTY));
  }

  @Test
  void whereNothingIsNamedAndNothingWasChangedNothingIsWritten() throws Exception {
    SituationBuilder situation = situation().evidence("formatting violations").withoutPullRequest();
    assertThat(propose(situation.build())).isInstanceOf(Proposal.Nothing.class);
  }

  @Test
  void theStyleOfTheCheckIsKept() throws Exception {
    SituationBuilder aosp =
        situation().evidence("src/A.java", "##[group]Run google-java-format --aosp --dry-run");
    assertThat(patch(propose(aosp.build())))
        .isEqualTo(Patch.ofText("src/A.java", "class A {\n    int a;\n}\n"));
  }

  @Test
  void aBuildThatFormatsByAnotherToolIsLeftAlone() throws Exception {
    FakeWorkspace workspace =
        formatter()
            .file("src/A.java", UGLY)
            .file("pom.xml", "<x>spotless-maven-plugin<palantirJavaFormat/></x>");
    assertThat(propose(situation(workspace).evidence("src/A.java").build()))
        .isInstanceOf(Proposal.Nothing.class);
  }

  @Test
  void aFileThatCannotBeReadAsJavaIsSaidPlainly() throws Exception {
    FakeWorkspace workspace = formatter().file("src/A.java", "class {\n");
    assertThat(propose(situation(workspace).evidence("src/A.java").build()))
        .isInstanceOfSatisfying(
            Proposal.Nothing.class,
            nothing -> assertThat(nothing.reason()).contains("ended with 1", "src/A.java"));
  }

  @Test
  void formattingThatChangesNothingSaysWhy() throws Exception {
    FakeWorkspace workspace = formatter().file("src/A.java", PRETTY);
    assertThat(propose(situation(workspace).evidence("src/A.java").build()))
        .isInstanceOfSatisfying(
            Proposal.Nothing.class,
            nothing ->
                assertThat(nothing.reason()).contains("no difference, because src/A.java is"));
  }

  @Test
  void aFileNameCannotBecomeAnOption() throws Exception {
    FakeWorkspace workspace = formatter().file("--output.java", UGLY).file("@flags.java", UGLY);
    Proposal proposal = propose(situation(workspace).evidence("--output.java @flags.java").build());
    assertThat(patch(proposal).files()).hasSize(2);
  }

  @Test
  void manyFilesAreGivenToTheToolInParts() throws Exception {
    List<Integer> sizes = new ArrayList<>();
    FakeWorkspace workspace = workspace();
    IntStream.range(0, 250).forEach(i -> workspace.file("src/A" + i + ".java", UGLY));
    workspace.tool(
        "google-java-format",
        "google-java-format 1.37.0",
        (_, arguments) -> {
          sizes.add(arguments.size() - 1);
          return new Workspace.ToolResult(0, false, "", "");
        });
    String[] names =
        IntStream.range(0, 250).mapToObj(i -> "src/A" + i + ".java").toArray(String[]::new);
    propose(situation(workspace).evidence(names).build());
    assertThat(sizes).containsExactly(100, 100, 50);
  }

  @Test
  void aChangeThatIsTooLargeForARepairIsNotProposed() throws Exception {
    FakeWorkspace workspace = workspace();
    IntStream.range(0, 101).forEach(i -> workspace.file("src/A" + i + ".java", UGLY));
    workspace.tool(
        "google-java-format",
        "google-java-format 1.37.0",
        (_, _) -> {
          workspace.files("**.java").forEach(path -> workspace.write(path, PRETTY));
          return new Workspace.ToolResult(0, false, "", "");
        });
    String[] names =
        IntStream.range(0, 101).mapToObj(i -> "src/A" + i + ".java").toArray(String[]::new);
    assertThat(propose(situation(workspace).evidence(names).build()))
        .isInstanceOfSatisfying(
            Proposal.Nothing.class, nothing -> assertThat(nothing.reason()).contains("101 files"));
  }

  @Test
  void anotherToolsFormattingIsNotItsBusiness() throws Exception {
    SituationBuilder prettier =
        situation().diagnosed("quality_gates", "formatting", "prettier").evidence("src/a.ts");
    assertThat(propose(prettier.build())).isInstanceOf(Proposal.Nothing.class);
  }

  private SituationBuilder situation(FakeWorkspace workspace) {
    return FakeSituation.builder()
        .diagnosed("quality_gates", "formatting", "google-java-format")
        .workspace(workspace);
  }

  private FakeWorkspace formatter() {
    try {
      Class<?> tool = Class.forName("com.google.googlejavaformat.java.Main");
      Path jar = Path.of(tool.getProtectionDomain().getCodeSource().getLocation().toURI());
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      return workspace()
          .tool(
              "google-java-format",
              "google-java-format 1.37.0",
              new RealTool(List.of(java, "-XX:TieredStopAtLevel=1", "-jar", jar.toString())));
    } catch (ReflectiveOperationException | URISyntaxException e) {
      throw new IllegalStateException("google-java-format is not on the test's class path", e);
    }
  }

  private static Patch patch(Proposal proposal) {
    return commit(proposal).patch();
  }

  private static String message(Proposal proposal) {
    return commit(proposal).message();
  }

  private static Effect.Commit commit(Proposal proposal) {
    return (Effect.Commit) ((Proposal.Act) proposal).steps().getFirst().effect();
  }
}
