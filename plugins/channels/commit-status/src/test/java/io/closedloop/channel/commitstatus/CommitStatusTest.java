package io.closedloop.channel.commitstatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.closedloop.api.Delivery;
import io.closedloop.api.GitHubMessages.StatusState;
import io.closedloop.api.Notification;
import io.closedloop.api.NotificationChannelFactory;
import io.closedloop.testkit.FakeContext;
import io.closedloop.testkit.FakeMessages;
import io.closedloop.testkit.NotificationChannelContract;
import io.closedloop.testkit.Notifications;
import io.closedloop.testkit.SituationBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommitStatusTest extends NotificationChannelContract<CommitStatus.Config> {

  @Override
  protected NotificationChannelFactory<CommitStatus.Config> factory() {
    return new CommitStatus();
  }

  @Override
  protected CommitStatus.Config config() {
    return new CommitStatus.Config(null);
  }

  @Test
  void theStatusIsPendingWhileWorkGoesOnAndLeadsToTheIncident() throws Exception {
    assertThat(status(Notifications.builder().build()))
        .isEqualTo(
            new FakeMessages.Status(
                SituationBuilder.REPO,
                SituationBuilder.SHA,
                "ci/auto-repair-closed-loop",
                StatusState.PENDING,
                "Quality gates failed: google-java-format",
                "http://127.0.0.1:8080/incidents/inc-42"));
  }

  @ParameterizedTest
  @CsvSource({
    "recovered, SUCCESS",
    "fixed_by_human, SUCCESS",
    "mitigated, SUCCESS",
    "dismissed, SUCCESS",
    "superseded, ERROR",
    "unproven, ERROR",
    "escalated, FAILURE",
    "what nobody knows yet, FAILURE"
  })
  void theEndOfAnIncidentShows(String end, StatusState state) throws Exception {
    assertThat(status(Notifications.builder().state(end).build()).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "recovered, escalated, FAILURE",
    "escalated, recovered, FAILURE",
    "recovered, open, PENDING",
    "escalated, open, PENDING",
    "recovered, unproven, ERROR",
    "recovered, recovered, SUCCESS"
  })
  void oneIncidentDoesNotHideAnotherOfTheSameCommit(String own, String other, StatusState state)
      throws Exception {
    Notification second =
        Notifications.builder().incident("inc-43").state(other).title("B").build();
    Notification first = Notifications.builder().state(own).title("A").related(second).build();
    assertThat(status(first).state()).isEqualTo(state);
    assertThat(status(first).description()).endsWith("(and 1 more)");
  }

  @ParameterizedTest
  @CsvSource({
    "recovered, SUCCESS, by",
    "escalated, FAILURE, on",
    "superseded, ERROR, on"
  })
  void theCommitThatARepairLeftBehindHearsHowItEnded(String end, StatusState state, String word)
      throws Exception {
    FakeContext context = context();
    deliver(context, Notifications.builder().commits("a".repeat(40)).build());
    deliver(context, Notifications.builder().commits("b".repeat(40), "a".repeat(40)).build());
    deliver(
        context,
        Notifications.builder()
            .commits("b".repeat(40), "a".repeat(40))
            .state(end)
            .title("Done")
            .build());

    assertThat(context.messages().statuses())
        .extracting(status -> status.sha().charAt(0) + " " + status.state())
        .containsExactly("a PENDING", "b PENDING", "b " + state, "a " + state);
    assertThat(context.messages().statuses().getLast().description())
        .isEqualTo("Done, " + word + " commit bbbbbbb");
  }

  @Test
  void anotherIncidentThatIsStillWorkedOnKeepsTheOldCommitPending() throws Exception {
    Notification other =
        Notifications.builder()
            .incident("inc-43")
            .commits("c".repeat(40), "a".repeat(40))
            .title("B")
            .build();
    assertThat(
            status(
                Notifications.builder()
                    .commits("a".repeat(40))
                    .state("recovered")
                    .related(other)
                    .build()))
        .satisfies(status -> {
          assertThat(status.state()).isEqualTo(StatusState.PENDING);
          assertThat(status.description()).isEqualTo("B, on commit ccccccc (and 1 more)");
        });
  }

  @Test
  void aLongTitleIsCutToWhatGitHubTakesWithoutBreakingACharacter() throws Exception {
    String title = "x".repeat(138) + "😀😀";
    String description = status(Notifications.builder().title(title).build()).description();
    assertThat(description).isEqualTo("x".repeat(138) + "…").hasSizeLessThanOrEqualTo(140);
  }

  @Test
  void aTitleStaysOneLineOfVisibleText() throws Exception {
    String title = "a\r\nb\u001b[31m\u202ec\u0000";
    assertThat(status(Notifications.builder().title(title).build()).description())
        .isEqualTo("a b [31m c");
  }

  @Test
  void aDigestIsRefused() throws Exception {
    Notification digest = Notifications.builder().kind(Notification.Kind.DIGEST).build();
    assertThat(deliver(context(), digest)).isInstanceOf(Delivery.Refused.class);
  }

  @Test
  void aContextWithoutANameIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CommitStatus.Config(" "))
        .withMessageContaining("context");
  }

  private FakeMessages.Status status(Notification notification) throws Exception {
    FakeContext context = context();
    deliver(context, notification);
    assertThat(context.messages().statuses()).hasSize(1);
    return context.messages().statuses().getFirst();
  }
}
