package io.closedloop.core.workspace;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.api.Patch;
import io.closedloop.api.Patch.FileChange;
import io.closedloop.api.RepoId;
import io.closedloop.api.ToolUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionWorkspaceTest {
  @TempDir Path home;
  private Workspaces workspaces;
  private ActionWorkspace workspace;

  @BeforeEach
  void openOne() {
    workspaces =
        new Workspaces(
            WorkspaceOptions.of(home, home.resolve("shipped")), new Sandbox.None("a test"));
    workspace =
        open(
            new Tarballs()
                .folder("src")
                .file("src/A.java", "class A {}\n")
                .file("B.java", "class B {}\n")
                .executable("run.sh", "#!/bin/sh\n")
                .bytes("logo.png", (byte) 0x89, (byte) 0, (byte) 0xff)
                .folder("vendored")
                .file(".gitignore", "build/\n*.cache\n!keep.cache\n")
                .link("inside", "src/A.java")
                .link("src/up", "../B.java")
                .link("outside", "/etc/passwd")
                .link("climbing", "../../../etc/passwd")
                .link("sly", "src/../../x"));
  }

  @AfterEach
  void closeIt() throws IOException {
    workspace.close();
  }

  @Test
  void nothingIsDownloadedUntilItIsUsed() throws IOException {
    AtomicInteger opened = new AtomicInteger();
    TarballSource counted = new Tarballs().file("a", "x").source();
    TarballSource source =
        () -> {
          opened.incrementAndGet();
          return counted.open();
        };
    try (ActionWorkspace lazy =
        workspaces.open(RepoId.parse("o/n"), Tarballs.SHA, source, Duration.ofMinutes(1))) {
      assertThat(lazy.toolVersion("no-such-tool")).isEmpty();
      assertThat(opened).hasValue(0);
      lazy.read("a");
      lazy.read("a");
      assertThat(opened).hasValue(1);
    }
  }

  @Test
  void filesAreListedInOrderWithoutLinks() {
    assertThat(workspace.files("**"))
        .containsExactly(".gitignore", "B.java", "logo.png", "run.sh", "src/A.java");
    assertThat(workspace.files("**.java")).containsExactly("B.java", "src/A.java");
    assertThat(workspace.files("*.java")).containsExactly("B.java");
    assertThat(workspace.files("**/*.{java,sh}")).containsExactly("B.java", "run.sh", "src/A.java");
  }

  @Test
  void textIsReadAndWhatIsNoTextIsNot() {
    assertThat(workspace.read("src/A.java")).contains("class A {}\n");
    assertThat(workspace.read("logo.png")).isEmpty();
    assertThat(workspace.read("absent")).isEmpty();
    assertThat(workspace.read("src")).isEmpty();
  }

  @Test
  void aFileAboveTwoMegabytesIsNotRead() {
    workspace.write("large.txt", "x".repeat(2_000_000));
    assertThat(workspace.read("large.txt")).isPresent();
    workspace.write("large.txt", "x".repeat(2_000_001));
    assertThat(workspace.read("large.txt")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/etc/passwd", "../x", "src/../../x", "a//b", "", ".", "src\\A.java", "./B.java"})
  void aPathThatLeadsOutsideIsRefused(String path) {
    assertThatThrownBy(() -> workspace.read(path)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> workspace.write(path, "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inside", "src/up"})
  void aLinkIsNeitherReadNorWritten(String path) {
    assertThat(workspace.read(path)).isEmpty();
    assertThatThrownBy(() -> workspace.write(path, "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(workspace.read("src/A.java")).contains("class A {}\n");
  }

  @Test
  void aLinkThatAToolLaidLaterIsNotFollowedEither() throws IOException {
    Path secret = Files.writeString(home.resolve("secret"), "token");
    workspace.read("B.java");
    Files.createSymbolicLink(checkout().resolve("src/leak"), secret);
    Files.createSymbolicLink(checkout().resolve("way"), home);
    assertThat(workspace.read("src/leak")).isEmpty();
    assertThat(workspace.files("**")).doesNotContain("src/leak", "way/secret");
    assertThatThrownBy(() -> workspace.read("way/secret"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> workspace.write("way/secret", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> workspace.changes())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("src/leak");
  }

  @ParameterizedTest
  @CsvSource({"inside,true", "src/up,true", "outside,false", "climbing,false", "sly,false"})
  void onlyLinksThatStayInsideAreMade(String path, boolean made) throws IOException {
    workspace.read("B.java");
    assertThat(Files.isSymbolicLink(checkout().resolve(path))).isEqualTo(made);
    assertThat(original(path).mode()).isEqualTo(FileMode.SYMLINK);
  }

  @Test
  void anUntouchedCheckoutHasNoChanges() {
    assertThat(workspace.changes().isEmpty()).isTrue();
  }

  @Test
  void changedAndNewAndDeletedFilesAreFound() throws IOException {
    workspace.write("src/A.java", "class A {\n}\n");
    workspace.write("deep/er/New.java", "class New {}\n");
    workspace.write("run.sh", "#!/bin/bash\n");
    Files.delete(checkout().resolve("B.java"));
    assertThat(workspace.changes().files())
        .containsExactly(
            new FileChange("deep/er/New.java", "class New {}\n"),
            new FileChange("run.sh", "#!/bin/bash\n"),
            new FileChange("src/A.java", "class A {\n}\n"),
            new FileChange("B.java", null));
  }

  @Test
  void aChangeOfTheSameLengthIsFoundAndARewriteWithTheSameTextIsNone() {
    workspace.write("src/A.java", "class A {}\n");
    assertThat(workspace.changes().isEmpty()).isTrue();
    workspace.write("src/A.java", "class Z {}\n");
    assertThat(workspace.changes().files()).hasSize(1);
  }

  @Test
  void writingKeepsTheMode() throws IOException {
    workspace.write("run.sh", "#!/bin/sh\necho\n");
    assertThat(Files.isExecutable(checkout().resolve("run.sh"))).isTrue();
    assertThat(original("run.sh").mode()).isEqualTo(FileMode.EXECUTABLE);
  }

  @Test
  void aChangeThatIsNoTextIsAnErrorThatNamesTheFile() throws IOException {
    workspace.read("B.java");
    Files.write(checkout().resolve("src/A.java"), new byte[] {(byte) 0xc3, 0x28});
    assertThatThrownBy(() -> workspace.changes())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("src/A.java");
  }

  @Test
  void whatGitIgnoresIsNoChange() throws IOException {
    workspace.write("build/out.txt", "x");
    workspace.write("src/tool.cache", "x");
    workspace.write("keep.cache", "x");
    Files.write(checkout().resolve("build/out.bin"), new byte[] {0});
    assertThat(workspace.changes().files())
        .extracting(FileChange::path)
        .containsExactly("keep.cache");
  }

  @Test
  void theOriginalTextComesFromTheArchiveWhateverHappenedToTheFile() {
    workspace.write("src/A.java", "spoilt");
    Original original = requireNonNull(workspace.tree(workspace.changes()).get("src/A.java"));
    assertThat(original).isEqualTo(Original.ofText(FileMode.REGULAR, "class A {}\n"));
    assertThat(original.blob())
        .as("git hash-object")
        .isEqualTo("a869c28495266ce277963307009946887ad25470");
  }

  @Test
  void anEmptyFolderOfTheArchiveIsTakenForASubmodule() {
    assertThat(original("vendored").mode()).isEqualTo(FileMode.SUBMODULE);
    assertThat(workspace.tree(new Patch(List.of()))).doesNotContainKey("src");
  }

  @Test
  void theFolderIsOursAloneAndGoesWhenClosed() throws IOException {
    workspace.read("B.java");
    Path folder = checkout().getParent();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    Path kept = Files.writeString(home.resolve("kept"), "x");
    Files.createSymbolicLink(checkout().resolve("way"), home);
    Files.setPosixFilePermissions(
        Files.createDirectories(checkout().resolve("locked/in")).getParent(),
        PosixFilePermissions.fromString("---------"));
    workspace.close();
    assertThat(folder).doesNotExist();
    assertThat(kept).exists();
    assertThatThrownBy(() -> workspace.read("B.java")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatAKilledProcessLeftIsRemovedAtTheStart() throws IOException {
    workspace.read("B.java");
    Path other = Files.createDirectory(home.resolve("work/checkouts/not-ours"));
    workspaces.removeLeftovers();
    assertThat(home.resolve("work/checkouts")).isDirectoryContaining(other::equals);
    assertThat(other.getParent()).isDirectoryNotContaining("glob:**commit-*");
  }

  @Test
  void withoutASandboxNoToolRunsAndTheReasonIsGiven() {
    assertThatThrownBy(() -> workspace.run("true", List.of(), Duration.ofSeconds(5)))
        .isInstanceOf(ToolUnavailable.class)
        .hasMessageContaining("no sandbox: a test");
  }

  @Test
  void aToolThatIsAbsentIsNamedWithTheWayToGetIt() {
    assertThatThrownBy(() -> workspace.run("no-such-tool", List.of(), Duration.ofSeconds(5)))
        .isInstanceOf(ToolUnavailable.class)
        .hasMessageContaining("no-such-tool.jar")
        .hasMessageContaining(home.resolve("tools").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "../sh", "./run.sh", "", "-x", "a b", "..", "a;b"})
  void aToolIsNeverAPath(String name) {
    assertThatThrownBy(() -> workspace.run(name, List.of(), Duration.ofSeconds(5)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Original original(String path) {
    return requireNonNull(workspace.tree(new Patch(List.of())).get(path));
  }

  private Path checkout() throws IOException {
    try (var folders = Files.list(home.resolve("work/checkouts"))) {
      return folders.findFirst().orElseThrow().resolve("tree");
    }
  }

  private ActionWorkspace open(Tarballs tarball) {
    return workspaces.open(
        RepoId.parse("owner/name"), Tarballs.SHA, tarball.source(), Duration.ofMinutes(1));
  }
}
