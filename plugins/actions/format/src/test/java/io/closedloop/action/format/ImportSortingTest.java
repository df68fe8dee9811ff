package io.closedloop.action.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Effect;
import io.closedloop.api.Patch;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryActionFactory;
import io.closedloop.testkit.FakeSituation;
import io.closedloop.testkit.FakeWorkspace;
import io.closedloop.testkit.RecoveryActionContract;
import io.closedloop.testkit.SituationBuilder;
import org.junit.jupiter.api.Test;

class ImportSortingTest extends RecoveryActionContract<ImportSorting.Config> {
  private static final String UGLY = "a  =  1\n";
  private final FakeFormatter isort = FakeFormatter.isort();

  @Override
  protected RecoveryActionFactory<ImportSorting.Config> factory() {
    return new ImportSorting();
  }

  @Override
  protected ImportSorting.Config config() {
    return new ImportSorting.Config();
  }

  @Override
  protected SituationBuilder situation() {
    return situation(checkout().file("src/a.py", UGLY).file("src/b.py", UGLY))
        .evidence(
            "ERROR: /home/runner/work/shop/shop/src/a.py Imports are incorrectly sorted and/or formatted.");
  }

  @Test
  void theFileThatTheCheckNamedIsWrittenAndNoOther() throws Exception {
    Proposal proposal = propose(situation().build());
    Effect.Commit commit = (Effect.Commit) ((Proposal.Act) proposal).steps().getFirst().effect();
    assertThat(commit.patch()).isEqualTo(Patch.ofText("src/a.py", "a = 1\n"));
    assertThat(commit.message())
        .startsWith("Sort imports as isort does\n")
        .contains("isort 5.6.4 wrote 1 file anew");
  }

  @Test
  void theConfigurationAtTheTopIsTheOneThatCounts() throws Exception {
    FakeWorkspace workspace =
        checkout().file("src/a.py", UGLY).file("setup.cfg", "[isort]\nprofile = black\n");
    propose(
        situation(workspace).evidence("ERROR: src/a.py Imports are incorrectly sorted").build());
    assertThat(isort.calls.getFirst()).containsExactly("--settings-path", ".", "./src/a.py");
  }

  @Test
  void theArgumentsOfItsHookAreKept() throws Exception {
    FakeWorkspace workspace =
        checkout()
            .file("a.py", UGLY)
            .file(
                ".pre-commit-config.yaml",
                """
                repos:
                  - repo: https://github.com/PyCQA/isort
                    rev: 5.6.4
                    hooks:
                      - id: isort
                        args: ["--profile", "black", --filter-files]
                """);
    propose(
        situation(workspace)
            .diagnosed("quality_gates", "format", "pre-commit")
            .evidence("- hook id: isort", "- files were modified by this hook", "Fixing /w/a.py")
            .build());
    assertThat(isort.calls.getFirst()).containsExactly("--profile", "black", "./a.py");
  }

  @Test
  void whereBlackComplainedTooItLeavesBothToTheOther() throws Exception {
    SituationBuilder both =
        situation()
            .evidence(
                "would reformat src/a.py",
                "ERROR: src/a.py Imports are incorrectly sorted and/or formatted.");
    assertThat(propose(both.build()))
        .isInstanceOfSatisfying(
            Proposal.Nothing.class,
            nothing -> assertThat(nothing.reason()).contains("Black complained in the same job"));
  }

  @Test
  void anotherMajorVersionStopsIt() throws Exception {
    FakeWorkspace workspace =
        checkout().file("src/a.py", UGLY).file("requirements.txt", "isort==6.0.1\n");
    Proposal proposal =
        propose(
            situation(workspace)
                .evidence("ERROR: src/a.py Imports are incorrectly sorted")
                .build());
    assertThat(proposal)
        .isInstanceOfSatisfying(
            Proposal.Nothing.class,
            nothing ->
                assertThat(nothing.reason())
                    .contains("requirements.txt wants isort 6.0.1, and this machine has 5.6.4"));
  }

  private SituationBuilder situation(FakeWorkspace workspace) {
    return FakeSituation.builder()
        .diagnosed("quality_gates", "import_sorting", "isort")
        .workspace(workspace);
  }

  private FakeWorkspace checkout() {
    return workspace().tool("isort", "VERSION 5.6.4", isort);
  }
}
