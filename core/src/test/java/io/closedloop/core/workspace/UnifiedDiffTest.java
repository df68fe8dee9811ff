package io.closedloop.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnifiedDiffTest {
  @TempDir Path folder;

  @Test
  void aChangeReadsAsGitWritesIt() {
    UnifiedDiff diff = UnifiedDiff.of("a.txt", "one\ntwo\nthree\n", "one\n2\nthree\nfour");
    assertThat(diff.text())
        .isEqualTo(
            """
            diff --git a/a.txt b/a.txt
            --- a/a.txt
            +++ b/a.txt
            @@ -1,3 +1,4 @@
             one
            -two
            +2
             three
            +four
            \\ No newline at end of file
            """);
    assertThat(diff.added()).isEqualTo(2);
    assertThat(diff.removed()).isEqualTo(1);
  }

  @Test
  void equalTextsHaveNoDiff() {
    assertThat(UnifiedDiff.of("a", "x\n", "x\n")).isEqualTo(new UnifiedDiff("", 0, 0));
  }

  @Test
  void gitAppliesWhatIsWritten() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/git")), "git is not here");
    applies("plain.txt", "a\nb\n", "a\nc\n");
    applies("no newline", "a", "a\n");
    applies("with newline.txt", "a\n", "a");
    applies("crlf.txt", "a\r\nb\r\n", "a\nb\n");
    applies("new/file.txt", null, "x\ny");
    applies("new-empty.txt", null, "");
    applies("gone.txt", "x\n", null);
    applies("gone-empty.txt", "", null);
    applies("emptied.txt", "x\n", "");
    applies("ünïcode-\"quoted\".txt", "a\n", "b\n");
    Random random = new Random(7);
    for (int i = 0; i < 40; i++) {
      applies("r" + i + ".txt", lines(random), lines(random));
    }
  }

  @Test
  void hostileTextsAreComparedInLittleTime() {
    String before = "}\n".repeat(300_000) + "a\n";
    String after = ("x\n" + "}\n".repeat(3)).repeat(100_000);
    org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> assertThat(UnifiedDiff.of("a", before, after).added()).isPositive());
  }

  private static String lines(Random random) {
    StringBuilder text = new StringBuilder();
    int count = random.nextInt(40);
    for (int i = 0; i < count; i++) {
      text.append((char) ('a' + random.nextInt(5))).append('\n');
    }
    return text.append(random.nextBoolean() ? "end" : "").toString();
  }

  private void applies(String path, @Nullable String before, @Nullable String after)
      throws IOException, InterruptedException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    if (before != null) {
      Files.writeString(file, before);
    }
    UnifiedDiff diff = UnifiedDiff.of(path, before, after);
    if (!diff.text().isEmpty()) {
      Path patch = Files.writeString(folder.resolve("the.patch"), diff.text());
      Process git =
          new ProcessBuilder("git", "apply", "--whitespace=nowarn", patch.toString())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      String said =
          new String(git.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(git.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(git.exitValue()).as(said + diff.text()).isZero();
    }
    assertThat(Files.exists(file)).isEqualTo(after != null);
    if (after != null) {
      assertThat(Files.readString(file)).isEqualTo(after);
    }
  }
}
