package io.closedloop.action.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Effect;
import io.closedloop.api.Evidence;
import io.closedloop.api.Patch;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryActionFactory;
import io.closedloop.testkit.FakeSituation;
import io.closedloop.testkit.FakeWorkspace;
import io.closedloop.testkit.RecoveryActionContract;
import io.closedloop.testkit.SituationBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StyleCorrectionTest extends RecoveryActionContract<StyleCorrection.Config> {

  @Override
  protected RecoveryActionFactory<StyleCorrection.Config> factory() {
    return new StyleCorrection();
  }

  @Override
  protected StyleCorrection.Config config() {
    return new StyleCorrection.Config(null);
  }

  @Override
  protected SituationBuilder situation() {
    return situation(workspace().file("docs/a.txt", "one \ntwo").file("b.txt", "other \n"))
        .evidence("docs/a.txt:1: trailing whitespace", "docs/a.txt: no newline at end of file");
  }

  @Test
  void theFileThatTheCheckNamedIsTidiedAndNoOther() throws Exception {
    assertThat(patch(propose(situation().build())))
        .isEqualTo(Patch.ofText("docs/a.txt", "one\ntwo\n"));
  }

  @Test
  void aFileThatOnlyAnAnnotationNamesIsTidied() throws Exception {
    SituationBuilder situation =
        situation()
            .evidence("lint failed")
            .annotations(new Evidence.Annotation("b.txt", 1, "failure", "trailing space"));
    assertThat(patch(propose(situation.build()))).isEqualTo(Patch.ofText("b.txt", "other\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/home/runner/work/shop/shop/docs/a.txt:1:4 trailing spaces",
        "[ERROR]   ./docs/a.txt has trailing whitespace",
        "##[error]docs/a.txt#L1: trailing whitespace docs/a.txt"
      })
  void howeverTheCheckWritesThePathItIsFound(String line) throws Exception {
    assertThat(patch(propose(situation().evidence(line).build())).files())
        .extracting(Patch.FileChange::path)
        .containsExactly("docs/a.txt");
  }

  @Test
  void aPathThatBeginsAtAModuleIsFoundOnlyWhereItIsTheOnlyOne() throws Exception {
    FakeWorkspace one = workspace().file("core/src/a.txt", "x \n");
    assertThat(patch(propose(situation(one).evidence("src/a.txt: trailing whitespace").build())))
        .isEqualTo(Patch.ofText("core/src/a.txt", "x\n"));
    FakeWorkspace two = workspace().file("core/src/a.txt", "x \n").file("app/src/a.txt", "x \n");
    assertThat(propose(situation(two).evidence("src/a.txt: trailing whitespace").build()))
        .isInstanceOf(Proposal.Nothing.class);
  }

  @Test
  void workflowsAndFilesInWhichSpaceIsContentAreNeverTouched() throws Exception {
    FakeWorkspace workspace =
        workspace().file(".github/workflows/ci.yml", "on: push \n").file("fix.patch", "-a \n");
    SituationBuilder situation =
        situation(workspace)
            .evidence(".github/workflows/ci.yml:1: trailing whitespace fix.patch:1");
    assertThat(propose(situation.build())).isInstanceOf(Proposal.Nothing.class);
  }

  @Test
  void hostileTextCannotSkipABuildCloseAnIssueOrCallAPerson() throws Exception {
    String hostile =
        "docs/a.txt:1: trailing whitespace [skip ci] @octocat fixes #1 fixes https://github.com/o/r/issues/2\r\nCo-authored-by: x <x@y>";
    Effect.Commit commit = commit(propose(situation().evidence(hostile).build()));
    assertThat(commit.message()).doesNotContain("[skip", "@", "#", "://", "Co-authored-by: ", "\r");
    assertThat(commit.message().lines()).hasSize(4);
  }

  @Test
  void nothingToTidySaysWhy() throws Exception {
    FakeWorkspace workspace = workspace().file("a.md", "a line  \nbroken\n");
    assertThat(propose(situation(workspace).evidence("a.md:1: trailing whitespace").build()))
        .isInstanceOfSatisfying(
            Proposal.Nothing.class,
            nothing -> assertThat(nothing.reason()).contains("no difference, because"));
  }

  private SituationBuilder situation(FakeWorkspace workspace) {
    return FakeSituation.builder()
        .diagnosed("quality_gates", "whitespace", null)
        .workspace(workspace);
  }

  private static Patch patch(Proposal proposal) {
    return commit(proposal).patch();
  }

  private static Effect.Commit commit(Proposal proposal) {
    return (Effect.Commit) ((Proposal.Act) proposal).steps().getFirst().effect();
  }
}
