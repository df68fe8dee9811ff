package io.closedloop.core.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Diagnosis;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogExcerptTest {
  private final DiagnosisEngine engine = Logs.engine();

  private record Kept(Diagnosis diagnosis, LogExcerpt excerpt) {
    String text() throws IOException {
      try (var in = excerpt.open()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  private Kept keep(String log) throws IOException {
    try (var capture =
        new LogCapture(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)))) {
      var examined = engine.examine(capture, null, null, List.of());
      return new Kept(examined.diagnosis(), LogExcerpt.of(capture, examined.explanation()));
    }
  }

  private Diagnosis again(Kept kept) throws IOException {
    try (var in = kept.excerpt().open()) {
      return engine.diagnose(in, null, null, List.of());
    }
  }

  private static List<String> noise(int lines) {
    var noise = new ArrayList<String>();
    for (int i = 0; i < lines; i++) {
      noise.add("compiling module number " + i + " of the great many that there are");
    }
    return noise;
  }

  private static String log(int lines) {
    var log = new ArrayList<String>();
    log.add("##[group]Run pytest || true");
    log.add("pytest || true");
    log.add("##[endgroup]");
    log.add("FAILED a.py::b");
    log.addAll(noise(lines));
    log.add("##[group]Run ./fetch");
    log.add("##[endgroup]");
    log.add("Connection refused");
    log.addAll(noise(lines));
    log.add("##[error]Process completed with exit code 1.");
    log.add("Cleaning up orphan processes");
    return Logs.github(log.toArray(String[]::new));
  }

  @Test
  void theExcerptGivesTheSameDiagnosisWithTheSameLines() throws IOException {
    for (int lines : new int[] {0, 10, 1000, 20_000}) {
      var kept = keep(log(lines));
      assertThat(kept.diagnosis().category()).isEqualTo("infrastructure");
      assertThat(again(kept)).as("%d lines between", lines).isEqualTo(kept.diagnosis());
    }
  }

  @Test
  void itIsSmallWhateverTheLogHolds() throws IOException {
    var kept = keep(log(20_000));
    assertThat(kept.excerpt().compressed().length).isLessThan(16 * 1024);
    assertThat(kept.text().lines().filter(line -> !line.isEmpty()).mapToInt(String::length).sum())
        .isLessThanOrEqualTo(LogExcerpt.MOST_BYTES);
    var marked = new ArrayList<String>(List.of("##[group]Run x", "##[endgroup]"));
    for (int i = 0; i < 5_000; i++) {
      marked.add("##[error]" + "y".repeat(500) + i);
      marked.add("##[group]Run " + "z".repeat(500) + i);
    }
    assertThat(keep(Logs.github(marked.toArray(String[]::new))).text().replace("\n", "").length())
        .isLessThanOrEqualTo(LogExcerpt.MOST_BYTES);
  }

  @Test
  void secretsAreTakenOutAlsoBehindATime() throws IOException {
    String body = "MIIEpAIBAAKCAQEA" + "q".repeat(48);
    var text =
        keep(Logs.github(
                "##[group]Run deploy",
                "##[endgroup]",
                "password=hunter2",
                body,
                "##[error]Process completed with exit code 1."))
            .text();
    assertThat(text).contains("password=***").doesNotContain("hunter2").doesNotContain(body);
    assertThat(text.lines().toList().get(3)).isEqualTo("2026-05-19T19:35:08.6601981Z ***");
  }

  @Test
  void anEmptyLogAndHostileBytesAreKeptToo() throws IOException {
    assertThat(keep("").text()).isEmpty();
    try (var capture = new LogCapture(new ByteArrayInputStream(new byte[3 << 20]))) {
      var examined = engine.examine(capture, null, null, List.of());
      assertThat(LogExcerpt.of(capture, examined.explanation()).compressed().length)
          .isLessThan(4096);
    }
  }
}
