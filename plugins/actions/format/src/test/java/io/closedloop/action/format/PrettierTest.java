package io.closedloop.action.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Effect;
import io.closedloop.api.Patch;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryActionFactory;
import io.closedloop.api.Workspace.ToolResult;
import io.closedloop.testkit.FakeSituation;
import io.closedloop.testkit.FakeWorkspace;
import io.closedloop.testkit.RecoveryActionContract;
import io.closedloop.testkit.SituationBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrettierTest extends RecoveryActionContract<CodeFormatting.Config> {
  private static final String UGLY = "a  =  1;\n";
  private static final String ONE_FILE =
      "[warn] Code style issues found in the above file. Run Prettier with --write to fix.";

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
    return situation(
            checkout()
                .file("src/a.ts", UGLY)
                .file("app/[id]/page b.tsx", UGLY)
                .file("src/c.ts", UGLY))
        .evidence("[warn] src/a.ts", ONE_FILE);
  }

  @Test
  void theFilesThatTheCheckNamedAreWrittenAndNoOther() throws Exception {
    assertThat(written(situation())).containsExactly("src/a.ts");
    SituationBuilder two =
        situation()
            .evidence(
                "[warn] src/a.ts",
                "[warn] app/[id]/page b.tsx",
                "[warn] Code style issues found in 2 files. Run Prettier with --write to fix.");
    assertThat(written(two)).containsExactly("app/[id]/page b.tsx", "src/a.ts");
  }

  @Test
  void aListOfBarePathsIsUnderstood() throws Exception {
    SituationBuilder list = situation().evidence("app/[id]/page b.tsx", "see src/c.ts for more");
    assertThat(written(list)).containsExactly("app/[id]/page b.tsx");
  }

  @Test
  void aLogThatNamesFewerFilesThanItCountsIsCompletedByWhatTheChangeTouched() throws Exception {
    SituationBuilder situation =
        situation()
            .evidence("[warn] src/a.ts", "[warn] Code style issues found in 2 files.")
            .changedFiles("src/c.ts");
    assertThat(written(situation)).containsExactly("src/a.ts", "src/c.ts");
  }

  @Test
  void ofNamesakesTheOneIsWrittenThatTheChangeTouched() throws Exception {
    assertThat(written(namesakes("").changedFiles("web/src/a.ts", "web/b.ts")))
        .containsExactly("web/src/a.ts");
    assertThat(written(namesakes("").changedFiles("src/a.ts"))).containsExactly("src/a.ts");
  }

  @Test
  void ofNamesakesTheOneIsWrittenThatLiesWhereTheCheckRan() throws Exception {
    String line = "run: cd web && npx prettier --check .";
    assertThat(written(namesakes(line))).containsExactly("web/src/a.ts");
    assertThat(written(namesakes(line).changedFiles("src/a.ts", "web/src/a.ts")))
        .containsExactly("web/src/a.ts");
    assertThat(written(namesakes("working-directory: ./web/").changedFiles("web/src/a.ts")))
        .containsExactly("web/src/a.ts");
  }

  @Test
  void whereTheCheckRanAtTheRootThePathIsTheFilesOwn() throws Exception {
    assertThat(written(namesakes("run: npx prettier --check ."))).containsExactly("src/a.ts");
  }

  @ParameterizedTest
  @CsvSource({
    "run: npx turbo run lint",
    "working-directory: ./web/",
    "'run: (cd web; npm ci); npx prettier --check .; cd api'"
  })
  void ofNamesakesNoneIsWrittenWhereAnyMayBeMeant(String line) throws Exception {
    assertThat(reason(namesakes(line)))
        .contains("the check named src/a.ts, and several files of this commit may be meant");
  }

  @Test
  void ofNamesakesThatTheChangeTouchedThoseAreWrittenThatTheToolComplainsAbout() throws Exception {
    SituationBuilder both =
        namesakes("working-directory: web").changedFiles("web/src/a.ts", "src/a.ts", "web/b.ts");
    assertThat(written(both)).containsExactly("src/a.ts", "web/src/a.ts");
  }

  private SituationBuilder namesakes(String workflowLine) {
    return situation(
            checkout()
                .file("src/a.ts", UGLY)
                .file("web/src/a.ts", UGLY)
                .file("api/src/a.ts", UGLY)
                .file(".github/workflows/ci.yml", workflowLine + "\n"))
        .evidence("[warn] src/a.ts", ONE_FILE);
  }

  @ParameterizedTest
  @CsvSource({
    "package.json, '{\"devDependencies\": {\"prettier\": \"^2.8.0\"}}'",
    "web/package-lock.json, '{\"node_modules/prettier\": {\n \"version\": \"2.8.0\"'",
    "yarn.lock, '\nprettier@^2.1.0:\n  version \"2.8.0\"'",
    "pnpm-lock.yaml, '\n  /prettier@2.8.0:'",
    ".github/workflows/ci.yml, 'run: npx prettier@2.8.0 --check .'",
    ".pre-commit-config.yaml, '- repo: https://github.com/pre-commit/mirrors-prettier\n  rev: v2.8.0'"
  })
  void anotherMajorVersionStopsIt(String file, String text) throws Exception {
    FakeWorkspace workspace = checkout().file("src/a.ts", UGLY).file(file, text + "\n");
    assertThat(reason(situation(workspace).evidence("[warn] src/a.ts", ONE_FILE)))
        .contains(file + " wants Prettier 2.8.0, and this machine has 3.10.1", "prettier@2.8.0");
  }

  @Test
  void aMissingPluginIsNamed() throws Exception {
    FakeWorkspace workspace =
        workspace()
            .file("src/a.ts", UGLY)
            .tool(
                "prettier",
                "3.10.1",
                (_, _) ->
                    new ToolResult(
                        2,
                        false,
                        "",
                        "[error] Cannot find package 'prettier-plugin-x' imported from /workspace/noop.js\n"));
    assertThat(reason(situation(workspace).evidence("[warn] src/a.ts", ONE_FILE)))
        .contains("Prettier needs prettier-plugin-x", "no node_modules");
  }

  @Test
  void workflowsAreNeverWritten() throws Exception {
    FakeWorkspace workspace = checkout().file(".github/workflows/ci.yml", UGLY);
    assertThat(reason(situation(workspace).evidence("[warn] .github/workflows/ci.yml", ONE_FILE)))
        .contains("workflows never are");
  }

  @Test
  void whatItCannotParseStopsIt() throws Exception {
    assertThat(
            reason(
                situation()
                    .evidence(
                        "[warn] src/a.ts", "[error] src/c.ts: SyntaxError: Unexpected token")))
        .contains("Prettier cannot read src/c.ts");
  }

  private SituationBuilder situation(FakeWorkspace workspace) {
    return FakeSituation.builder()
        .diagnosed("quality_gates", "format", "prettier")
        .workspace(workspace);
  }

  private FakeWorkspace checkout() {
    return workspace().tool("prettier", "3.10.1", FakeFormatter.prettier());
  }

  private List<String> written(SituationBuilder situation) throws Exception {
    Proposal proposal = propose(situation.build());
    assertThat(proposal).isInstanceOf(Proposal.Act.class);
    Effect.Commit commit = (Effect.Commit) ((Proposal.Act) proposal).steps().getFirst().effect();
    return commit.patch().files().stream().map(Patch.FileChange::path).toList();
  }

  private String reason(SituationBuilder situation) throws Exception {
    Proposal proposal = propose(situation.build());
    assertThat(proposal).isInstanceOf(Proposal.Nothing.class);
    return ((Proposal.Nothing) proposal).reason();
  }
}
