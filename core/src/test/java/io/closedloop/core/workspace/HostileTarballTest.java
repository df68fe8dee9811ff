package io.closedloop.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.api.RepoId;
import io.closedloop.api.ToolUnavailable;
import io.closedloop.core.workspace.WorkspaceOptions.CheckoutLimits;
import io.closedloop.core.workspace.WorkspaceOptions.ToolLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileTarballTest {
  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/evil",
        "top/../../evil",
        "../evil",
        "top/a/../../evil",
        "top/./evil",
        "top//evil",
        "..",
        "./evil",
        "top/.git/hooks/pre-commit",
        "top/.GIT/config"
      })
  void aPathThatNoRepositoryHasIsRefused(String name) throws IOException {
    refused(tar -> tar.raw(name, "x"), "path that no repository has");
    try (var outside = Files.walk(home)) {
      assertThat(outside.filter(file -> file.endsWith("evil"))).isEmpty();
    }
  }

  @Test
  void aHardLinkIsRefused() throws IOException {
    refused(
        tar -> tar.special(Tarballs.TOP + "a", TarConstants.LF_LINK, "/etc/passwd"),
        "neither a file");
  }

  @ParameterizedTest
  @ValueSource(bytes = {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO})
  void aDeviceIsRefused(byte type) throws IOException {
    refused(tar -> tar.special(Tarballs.TOP + "a", type, ""), "neither a file");
  }

  @Test
  void anEntryBelowALinkIsRefused() throws IOException {
    refused(tar -> tar.folder("real").link("way", "real").file("way/in", "x"), "way");
    refused(tar -> tar.link("way", "/tmp").file("way/in", "x"), "way");
  }

  @Test
  void anEntryThatComesTwiceIsRefused() throws IOException {
    refused(tar -> tar.file("a", "x").file("a", "y"), "a");
    refused(tar -> tar.link("a", "b").file("a", "y"), "a");
  }

  @Test
  void twoTopFoldersAreRefused() throws IOException {
    refused(tar -> tar.file("a", "x").raw("other/b", "y"), "two top folders");
  }

  @Test
  void anotherCommitThanAskedForIsRefused() throws IOException {
    refused(tar -> tar.ofCommit("f".repeat(40)).file("a", "x"), "is of commit ffff");
    assertThat(open(new Tarballs().ofCommit(Tarballs.SHA).file("a", "x")).files("**"))
        .containsExactly("a");
  }

  @Test
  void tooManyEntriesAreRefused() throws IOException {
    refused(
        tar -> {
          for (int i = 0; i < 51; i++) {
            tar.file("f" + i, "");
          }
          return tar;
        },
        "more than 50 entries");
  }

  @Test
  void tooLargeAFileIsRefused() throws IOException {
    refused(tar -> tar.bytes("big", new byte[10_001]), "larger than 10000 bytes");
  }

  @Test
  void whatUnpacksToTooMuchIsRefusedThoughItIsSmallOnTheWay() throws IOException {
    refused(
        tar -> {
          for (int i = 0; i < 40; i++) {
            tar.bytes("zeros" + i, new byte[10_000]);
          }
          return tar;
        },
        "holds more than");
  }

  @Test
  void whatIsNoArchiveIsRefusedWithTheRepositorysName() {
    TarballSource source =
        () ->
            new java.io.ByteArrayInputStream(
                "<html>".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThatThrownBy(() -> open(source).files("**"))
        .isInstanceOf(ToolUnavailable.class)
        .hasMessageContaining("owner/name at " + Tarballs.SHA);
  }

  @Test
  void aFailedDownloadIsNotTriedAgainAndSaysWhy() {
    TarballSource source =
        () -> {
          throw new IOException("404 from the archive");
        };
    ActionWorkspace workspace = open(source);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> workspace.read("a"))
          .isInstanceOf(ToolUnavailable.class)
          .hasMessageContaining("404 from the archive");
    }
  }

  private void refused(UnaryOperator<Tarballs> content, String why) throws IOException {
    try (ActionWorkspace workspace = open(content.apply(new Tarballs()))) {
      assertThatThrownBy(() -> workspace.files("**"))
          .isInstanceOf(ToolUnavailable.class)
          .hasMessageContaining(why);
    }
    assertThat(home.resolve("work/checkouts")).isEmptyDirectory();
  }

  private ActionWorkspace open(Tarballs tarball) {
    return open(tarball.source());
  }

  private ActionWorkspace open(TarballSource source) {
    WorkspaceOptions options =
        new WorkspaceOptions(
            home,
            home.resolve("shipped"),
            List.of(Path.of("/usr/bin")),
            Path.of(System.getProperty("java.home")),
            new CheckoutLimits(50, 100_000, 10_000),
            ToolLimits.DEFAULT);
    return new Workspaces(options, new Sandbox.None("a test"))
        .open(RepoId.parse("owner/name"), Tarballs.SHA, source, Duration.ofMinutes(1));
  }
}
