package io.closedloop.core.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.Outcome;
import io.closedloop.core.incident.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of repairs share: a loop, and how its one branch is moved. */
abstract class RepairLoop {
  static final String COMMIT = "POST /graphql";
  static final String SORT = "imports are not sorted\n##[error]exit code 1.\n";
  @TempDir Path folder;
  Loop loop;

  @BeforeEach
  void start() throws IOException {
    loop = new Loop(folder);
  }

  @AfterEach
  void stop() {
    loop.close();
  }

  State state() {
    return loop.only().state();
  }

  static Outcome outcome(Incident incident) {
    assertThat(incident.state()).isInstanceOf(State.Ended.class);
    return ((State.Ended) incident.state()).outcome();
  }

  long commits() {
    return loop.hub.writes().stream().filter(COMMIT::equals).count();
  }

  /** CI runs on the head of the branch and ends so. */
  Hub.Run ci(String branch, Map<String, String> conclusions, String log) {
    loop.advance(Duration.ofSeconds(5));
    Hub.Run run = loop.hub.end(loop.hub.run(branch, "build", "docs"), conclusions, log);
    loop.ended(run);
    return run;
  }

  void somebodyPushes() {
    loop.hub.push("feature", "mona", "Work", "b.txt", "b\n");
    loop.pushed("feature");
  }

  void approve(boolean yes) {
    String digest = ((State.AwaitingApproval) state()).digest();
    assertThat(loop.approvals().decide(loop.only().id(), digest, yes, "mona"))
        .isEqualTo(Approvals.Answer.RECORDED);
    loop.schedule.runDue();
  }
}
