package io.closedloop.action.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.Effect;
import io.closedloop.api.Evidence;
import io.closedloop.api.GitHubView;
import io.closedloop.api.IncidentView;
import io.closedloop.api.PastAttempt;
import io.closedloop.api.Patch;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryAction;
import io.closedloop.api.RepoId;
import io.closedloop.api.Situation;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import io.closedloop.api.Workspace;
import io.closedloop.core.workspace.ActionWorkspace;
import io.closedloop.core.workspace.Sandbox;
import io.closedloop.core.workspace.WorkspaceOptions;
import io.closedloop.core.workspace.Workspaces;
import io.closedloop.testkit.FakeContext;
import io.closedloop.testkit.FakeSituation;
import io.closedloop.testkit.RealTool;
import io.closedloop.testkit.SituationBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The true programs in the true sandbox; one that this machine lacks is reported as skipped. */
class RealToolsTest {
  private static final String UGLY_PYTHON = "import sys\nimport os\nx = {  'a':1 }\n";
  private static final String UGLY_SCRIPT = "const a  = {b:1}\n";
  private static final String PRETTY_SCRIPT = "const a = { b: 1 };\n";

  private final Map<String, String> files = new LinkedHashMap<>();
  private final Map<String, String> links = new LinkedHashMap<>();
  @TempDir Path home;

  @BeforeEach
  void tools() throws IOException {
    assumeTrue(
        Sandbox.probe(options()) instanceof Sandbox.Wrapping, "no sandbox works on this machine");
    Files.createDirectories(home.resolve("tools"));
  }

  @Test
  void blackWritesTheNamedFilesWhateverTheyAreCalled() throws Exception {
    install("black");
    for (String path : List.of("a.py", "-rf.py", "a b.py", "$(id).py", "other.py")) {
      files.put(path, UGLY_PYTHON);
    }
    links.put("link.py", "other.py");
    Patch patch =
        patch(
            codeFormatting(),
            "black",
            "would reformat a.py",
            "would reformat -rf.py",
            "would reformat a b.py",
            "would reformat $(id).py",
            "would reformat link.py",
            "5 files would be reformatted.");
    assertThat(patch.files())
        .extracting(Patch.FileChange::path)
        .containsExactly("$(id).py", "-rf.py", "a b.py", "a.py");
    assertThat(patch.files())
        .allSatisfy(file ->
            assertThat(file.content()).isEqualTo("import sys\nimport os\n\nx = {\"a\": 1}\n"));
  }

  @Test
  void whatBlackIsConfiguredToExcludeIsNotWrittenWhereTheLogNamesNothing() throws Exception {
    install("black");
    files.put("pyproject.toml", "[tool.black]\nextend-exclude = 'legacy'\nline-length = 20\n");
    files.put("legacy/old.py", UGLY_PYTHON);
    files.put("deep/pyproject.toml", "[tool.black]\nline-length = 200\n");
    files.put("deep/new.py", "f(aaaaaaaaaa,  bbbbbbbbbbbb)\n");
    files.put("untouched.py", UGLY_PYTHON);
    Patch patch =
        patch(
            codeFormatting(),
            "pre-commit",
            "- hook id: black",
            "- files were modified by this hook");
    assertThat(patch)
        .isEqualTo(Patch.ofText("deep/new.py", "f(\n    aaaaaaaaaa,\n    bbbbbbbbbbbb,\n)\n"));
  }

  @Test
  void isortSortsAsItsConfigurationSays() throws Exception {
    install("isort");
    files.put("pkg/a.py", "import sys\nfrom os import (b, a)\nimport abc\n");
    files.put(
        "setup.cfg", "[isort]\nforce_sort_within_sections = true\nforce_single_line = true\n");
    Patch patch =
        patch(
            new ImportSorting()
                .create(new ImportSorting.Config(), new FakeContext("import_sorting")),
            "isort",
            "ERROR: /home/runner/work/shop/shop/pkg/a.py Imports are incorrectly sorted and/or formatted.");
    assertThat(patch)
        .isEqualTo(
            Patch.ofText(
                "pkg/a.py", "import abc\nfrom os import a\nfrom os import b\nimport sys\n"));
  }

  @Test
  void isortAndBlackTogetherAreContentWithOneAnother() throws Exception {
    install("black");
    install("isort");
    files.put("a.py", UGLY_PYTHON);
    files.put(".isort.cfg", "[settings]\nprofile = black\n");
    Patch patch =
        patch(
            codeFormatting(),
            "isort",
            "would reformat a.py",
            "ERROR: a.py Imports are incorrectly sorted and/or formatted.");
    assertThat(patch).isEqualTo(Patch.ofText("a.py", "import os\nimport sys\n\nx = {\"a\": 1}\n"));
  }

  @Test
  void prettierWritesTheNamedFilesWhateverTheyAreCalled() throws Exception {
    install("prettier");
    for (String path : List.of("a.js", "-w.js", "!b.js", "app/[id]/page.js", "other.js")) {
      files.put(path, UGLY_SCRIPT);
    }
    Patch patch =
        patch(
            codeFormatting(),
            "prettier",
            "[warn] a.js",
            "[warn] -w.js",
            "[warn] !b.js",
            "[warn] app/[id]/page.js",
            "[warn] Code style issues found in 4 files. Run Prettier with --write to fix.");
    assertThat(patch.files())
        .extracting(Patch.FileChange::path)
        .containsExactly("!b.js", "-w.js", "a.js", "app/[id]/page.js");
    assertThat(patch.files())
        .allSatisfy(file -> assertThat(file.content()).isEqualTo(PRETTY_SCRIPT));
  }

  @Test
  void aConfigurationThatIsAProgramSeesNothingOfThisMachineAndWritesNothingOfItsOwn()
      throws Exception {
    install("prettier");
    Path secret = Files.writeString(home.resolve("secret"), "hidden");
    files.put("a.js", UGLY_SCRIPT);
    files.put(
        "prettier.config.mjs",
        "import fs from 'node:fs';\nlet semi = true;\ntry { fs.readFileSync('%s'); semi = false; } catch {}\nexport default { semi };\n"
            .formatted(secret));
    assertThat(patch(codeFormatting(), "prettier", "[warn] a.js"))
        .isEqualTo(Patch.ofText("a.js", PRETTY_SCRIPT));
    files.put(
        "prettier.config.mjs",
        "import fs from 'node:fs'; fs.writeFileSync('b.js', ''); export default {};");
    assertThat(reason(codeFormatting(), "prettier", "[warn] a.js"))
        .contains("also changed", "b.js");
  }

  @Test
  void aPluginThatIsNotInstalledIsNamed() throws Exception {
    install("prettier");
    files.put("a.js", UGLY_SCRIPT);
    files.put(".prettierrc", "{\"plugins\": [\"prettier-plugin-tailwindcss\"]}\n");
    assertThat(reason(codeFormatting(), "prettier", "[warn] a.js"))
        .contains("Prettier needs prettier-plugin-tailwindcss");
    files.put(".prettierrc", "\"@acme/prettier-config\"\n");
    assertThat(reason(codeFormatting(), "prettier", "[warn] a.js"))
        .contains("acme/prettier-config");
  }

  @Test
  void whatPrettierIgnoresIsNotWrittenWhereTheLogNamesNothing() throws Exception {
    install("prettier");
    files.put(".prettierignore", "legacy\n");
    files.put("legacy/old.js", UGLY_SCRIPT);
    files.put("new.js", UGLY_SCRIPT);
    files.put("untouched.js", UGLY_SCRIPT);
    assertThat(
            patch(
                codeFormatting(),
                "pre-commit",
                "- hook id: prettier",
                "- files were modified by this hook"))
        .isEqualTo(Patch.ofText("new.js", PRETTY_SCRIPT));
  }

  private static RecoveryAction codeFormatting() {
    return new CodeFormatting()
        .create(new CodeFormatting.Config(), new FakeContext("code_formatting"));
  }

  /** As an operator does it: a link in the home's folder. */
  private void install(String tool) throws IOException {
    Files.createSymbolicLink(home.resolve("tools").resolve(tool), RealTool.find(tool));
  }

  private WorkspaceOptions options() {
    return WorkspaceOptions.of(home, home.resolve("shipped"));
  }

  private Patch patch(RecoveryAction action, String tool, String... log) throws Exception {
    Proposal proposal = propose(action, tool, log);
    assertThat(proposal).isInstanceOf(Proposal.Act.class);
    return ((Effect.Commit) ((Proposal.Act) proposal).steps().getFirst().effect()).patch();
  }

  private String reason(RecoveryAction action, String tool, String... log) throws Exception {
    Proposal proposal = propose(action, tool, log);
    assertThat(proposal).isInstanceOf(Proposal.Nothing.class);
    return ((Proposal.Nothing) proposal).reason();
  }

  private Proposal propose(RecoveryAction action, String tool, String... log) throws Exception {
    String[] touched =
        files.keySet().stream()
            .filter(path -> !path.startsWith("untouched"))
            .toArray(String[]::new);
    FakeSituation situation =
        FakeSituation.builder()
            .diagnosed("quality_gates", "format", tool)
            .evidence(log)
            .changedFiles(touched)
            .build();
    byte[] archive = archive();
    try (ActionWorkspace workspace =
        new Workspaces(options(), Sandbox.probe(options()))
            .open(
                RepoId.parse("octo/shop"),
                SituationBuilder.SHA,
                () -> new ByteArrayInputStream(archive),
                Duration.ofMinutes(2))) {
      return action.propose(new InSandbox(situation, workspace));
    }
  }

  private byte[] archive() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(bytes), "UTF-8")) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        byte[] content = file.getValue().getBytes(UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry("shop-1/" + file.getKey());
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
      for (Map.Entry<String, String> link : links.entrySet()) {
        TarArchiveEntry entry =
            new TarArchiveEntry("shop-1/" + link.getKey(), TarConstants.LF_SYMLINK);
        entry.setLinkName(link.getValue());
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** A made-up situation with a real workspace. */
  private record InSandbox(FakeSituation situation, Workspace workspace) implements Situation {
    @Override
    public IncidentView incident() {
      return situation.incident();
    }

    @Override
    public Diagnosis diagnosis() {
      return situation.diagnosis();
    }

    @Override
    public WorkflowRun run() {
      return situation.run();
    }

    @Override
    public List<WorkflowJob> failedJobs() {
      return situation.failedJobs();
    }

    @Override
    public List<Evidence> evidence() {
      return situation.evidence();
    }

    @Override
    public GitHubView github() {
      return situation.github();
    }

    @Override
    public List<PastAttempt> history() {
      return situation.history();
    }

    @Override
    public Instant deadline() {
      return situation.deadline();
    }
  }
}
