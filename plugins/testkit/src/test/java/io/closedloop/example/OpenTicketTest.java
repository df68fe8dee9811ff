package io.closedloop.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Effect;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryActionFactory;
import io.closedloop.api.StepResult;
import io.closedloop.testkit.FakeSituation;
import io.closedloop.testkit.RecoveryActionContract;
import io.closedloop.testkit.SituationBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenTicketTest extends RecoveryActionContract<OpenTicket.Config> {
  private static final StepResult OPENED =
      new StepResult(
          "Open a ticket",
          StepResult.Status.DONE,
          Map.of("status", "201", "body", "{\"key\":\"OPS-7\"}"));
  private static final StepResult LINKED =
      new StepResult("Link the ticket", StepResult.Status.DONE, Map.of("status", "201"));

  @Override
  protected RecoveryActionFactory<OpenTicket.Config> factory() {
    return new OpenTicket();
  }

  @Override
  protected OpenTicket.Config config() {
    return new OpenTicket.Config("https://jira.test", "OPS", "jira");
  }

  @Override
  protected SituationBuilder situation() {
    return FakeSituation.builder().diagnosed("security", "leaked_secret", "secretlint");
  }

  @Test
  void itAsksToBeAskedAgainOnceTheTicketIsOpen() throws Exception {
    Proposal.Act act = (Proposal.Act) propose(situation().build());
    assertThat(act.askAgain()).isTrue();
    assertThat(uri(act)).isEqualTo("https://jira.test/rest/api/3/issue");
  }

  @Test
  void itLinksTheTicketThatItFindsInItsOwnHistory() throws Exception {
    Proposal.Act act =
        (Proposal.Act) propose(situation().tried("open_ticket", "done", OPENED).build());
    assertThat(act.askAgain()).isFalse();
    assertThat(uri(act)).isEqualTo("https://jira.test/rest/api/3/issue/OPS-7/remotelink");
  }

  @Test
  void aTicketThatIsLinkedNeedsNothingMore() throws Exception {
    SituationBuilder both =
        situation().tried("open_ticket", "done", OPENED).tried("open_ticket", "done", LINKED);
    assertThat(propose(both.build())).isInstanceOf(Proposal.Nothing.class);
  }

  @Test
  void theHistoryOfAnotherActionIsNotItsOwn() throws Exception {
    Proposal.Act act = (Proposal.Act) propose(situation().tried("other", "done", OPENED).build());
    assertThat(act.askAgain()).isTrue();
  }

  private static String uri(Proposal.Act act) {
    return ((Effect.CallHttp) act.steps().getFirst().effect()).call().uri().toString();
  }
}
