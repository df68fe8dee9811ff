package io.closedloop.core.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Evidence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What checks remark beside the log. It goes into the journal, from which nothing is taken back.
 */
class AnnotationsLoopTest {
  private static final String UNKNOWN = "boom\n##[error]exit code 1.\n";
  @TempDir Path folder;
  private Loop loop;

  @BeforeEach
  void start() throws IOException {
    loop = new Loop(folder).rerun().start();
  }

  @AfterEach
  void stop() {
    loop.close();
  }

  private static Map<String, Object> remark(String level, String message) {
    return Map.of("path", "a.txt", "start_line", 1, "annotation_level", level, "message", message);
  }

  private List<Evidence.Annotation> kept() {
    return loop.all().stream()
        .flatMap(incident -> incident.failure().evidence().stream())
        .flatMap(evidence -> evidence.annotations().stream())
        .toList();
  }

  private String journal() {
    List<String> bodies =
        loop.store.read(tx -> tx.query("SELECT body FROM journal", row -> row.getString(1)));
    return String.join("\n", bodies);
  }

  @Test
  void secretsInThemAreNotRecordedWhateverTheLogSays() {
    loop.hub.annotations = List.of(remark("failure", "login failed, token=S3cret"));
    loop.failed("feature", Loop.REFUSED);
    loop.failed("main", UNKNOWN);
    assertThat(loop.all()).hasSize(2);
    assertThat(kept())
        .extracting(Evidence.Annotation::message)
        .containsExactly("login failed, token=***", "login failed, token=***");
    assertThat(journal()).doesNotContain("S3cret");
  }

  @Test
  void ofManyAndLongOnesTheErrorsAreRecordedAndOfEachItsBeginning() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      all.add(remark("warning", "deprecated " + "x".repeat(60_000)));
    }
    all.add(remark("failure", "Process completed with exit code 1."));
    loop.hub.annotations = all;
    loop.failed("feature", UNKNOWN);
    assertThat(kept()).hasSize(20);
    assertThat(kept().getFirst().message()).isEqualTo("Process completed with exit code 1.");
    assertThat(kept()).allMatch(remark -> remark.message().length() <= 2_000);
    assertThat(journal().length()).isLessThan(100_000);
  }
}
