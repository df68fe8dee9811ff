package io.closedloop.core.recover;

import static io.closedloop.core.recover.Loop.NO_NAME;
import static io.closedloop.core.recover.Loop.REFUSED;
import static io.closedloop.core.recover.Loop.UNFORMATTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.core.incident.Incident;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several failed jobs of one run: which of them are one incident. */
class MatrixTest {
  private static final String OTHER_FILE = "B.java is not formatted\n##[error]exit code 1.\n";
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

  private void fails(Map<String, String> logs) {
    Hub.Run run = loop.hub.run("feature", logs.keySet().stream().sorted().toArray(String[]::new));
    for (Hub.Job job : run.attempts.getLast()) {
      job.conclusion = logs.getOrDefault(job.name, "").isEmpty() ? "cancelled" : "failure";
      job.log = logs.getOrDefault(job.name, "");
    }
    run.status = "completed";
    loop.ended(run);
  }

  @Test
  void theLegsOfAMatrixThatFailInTheSameWayAreOneIncident() {
    fails(Map.of("lint (20, linux)", UNFORMATTED, "lint (22, linux)", OTHER_FILE));
    assertThat(loop.only().failure().jobNames())
        .containsExactlyInAnyOrder("lint (20, linux)", "lint (22, linux)");
  }

  @Test
  void legsThatFailInDifferentWaysAndOtherJobsAreNot() {
    fails(
        Map.of(
            "lint (20, linux)", UNFORMATTED,
            "lint (22, linux)", REFUSED,
            "docs", OTHER_FILE,
            "pages", NO_NAME));
    assertThat(loop.all()).hasSize(4);
  }

  @Test
  void jobsThatShareTheirCauseAreOneIncidentWhateverTheirNames() {
    fails(Map.of("build", REFUSED, "docs", REFUSED, "pages", NO_NAME));
    assertThat(loop.all())
        .extracting(Incident::failure)
        .extracting(failure -> failure.jobNames().size())
        .containsExactlyInAnyOrder(2, 1);
  }

  @Test
  void aJobThatMayFailOpensNoIncident() {
    Hub.Run run = loop.hub.run("feature", "build", "nightly");
    run.attempts.getLast().getLast().mayFail = true;
    loop.ended(loop.hub.end(run, Map.of("nightly", "failure"), UNFORMATTED));
    assertThat(loop.all()).isEmpty();
  }

  @Test
  void aLegThatWasCancelledBecauseAnotherFailedIsNoFailure() {
    fails(Map.of("lint (20, linux)", UNFORMATTED, "lint (22, linux)", ""));
    assertThat(loop.only().failure().jobNames()).containsExactly("lint (20, linux)");
  }
}
