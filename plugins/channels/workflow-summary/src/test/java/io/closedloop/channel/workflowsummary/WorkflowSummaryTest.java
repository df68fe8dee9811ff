package io.closedloop.channel.workflowsummary;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.CheckRun;
import io.closedloop.api.CheckRun.Conclusion;
import io.closedloop.api.Delivery;
import io.closedloop.api.Notification;
import io.closedloop.api.NotificationChannelFactory;
import io.closedloop.testkit.FakeContext;
import io.closedloop.testkit.FakeMessages;
import io.closedloop.testkit.NotificationChannelContract;
import io.closedloop.testkit.Notifications;
import io.closedloop.testkit.SituationBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkflowSummaryTest extends NotificationChannelContract<WorkflowSummary.Config> {

  @Override
  protected NotificationChannelFactory<WorkflowSummary.Config> factory() {
    return new WorkflowSummary();
  }

  @Override
  protected WorkflowSummary.Config config() {
    return new WorkflowSummary.Config();
  }

  @Test
  void theCheckRunStandsOnTheFailingCommitAndLeadsToTheIncident() throws Exception {
    FakeContext context = context();
    deliver(context, Notifications.builder().build());

    assertThat(context.messages().checkRuns())
        .containsExactly(
            Map.entry(
                new FakeMessages.Spot(
                    SituationBuilder.REPO,
                    SituationBuilder.SHA,
                    "closedloop",
                    "closedloop-workflow-summary"),
                CheckRun.ended(
                        "closedloop",
                        "closedloop-workflow-summary",
                        Conclusion.NEUTRAL,
                        "Quality gates failed: google-java-format",
                        """
                        The job build failed because a file is not formatted\\.

                        **What failed**

                        `src/A.java` is not formatted.

                        [Timeline of inc\\-42](http://127.0.0.1:8080/incidents/inc-42)

                        """)
                    .leadingTo("http://127.0.0.1:8080/incidents/inc-42")));
  }

  @ParameterizedTest
  @CsvSource({
    "open, NEUTRAL",
    "recovered, SUCCESS",
    "fixed_by_human, NEUTRAL",
    "escalated, NEUTRAL",
    "unproven, NEUTRAL",
    "what nobody knows yet, NEUTRAL"
  })
  void onlyWhatRecoveredIsASuccessAndNothingIsAFailure(String state, Conclusion conclusion)
      throws Exception {
    assertThat(written(Notifications.builder().state(state).build()).conclusion())
        .isEqualTo(conclusion);
  }

  @Test
  void theSameCommitHasOneCheckRunThroughoutTheIncidentsLife() throws Exception {
    FakeContext context = context();
    deliver(context, Notifications.builder().title("Failed").build());
    deliver(context, Notifications.builder().state("recovered").title("Recovered").build());

    assertThat(context.messages().checkRuns().values())
        .singleElement()
        .satisfies(run -> assertThat(run.title()).isEqualTo("Recovered"));
  }

  @ParameterizedTest
  @CsvSource({
    "recovered, SUCCESS, It recovered by commit bbbb",
    "escalated, NEUTRAL, It is about commit bbbb"
  })
  void theCommitThatARepairLeftBehindHearsHowItEnded(
      String end, Conclusion conclusion, String words) throws Exception {
    FakeContext context = context();
    deliver(context, Notifications.builder().commits("a".repeat(40)).build());
    deliver(
        context,
        Notifications.builder()
            .commits("b".repeat(40), "a".repeat(40))
            .state(end)
            .title("Done")
            .build());

    assertThat(context.messages().checkRuns()).hasSize(2);
    assertThat(context.messages().checkRuns().values())
        .allSatisfy(run -> assertThat(run.conclusion()).isEqualTo(conclusion))
        .allSatisfy(run -> assertThat(run.title()).isEqualTo("Done"))
        .anySatisfy(run -> assertThat(run.summary()).startsWith(words));
  }

  @Test
  void otherIncidentsOfTheCommitHaveTheirPartAndHoldTheSuccessBack() throws Exception {
    Notification other = Notifications.builder().incident("inc-43").title("Other #1").build();
    CheckRun run =
        written(Notifications.builder().state("recovered").title("Done").related(other).build());

    assertThat(run.conclusion()).isEqualTo(Conclusion.NEUTRAL);
    assertThat(run.title()).isEqualTo("Done (and 1 more)");
    assertThat(run.summary())
        .containsSubsequence("Timeline of inc\\-42", "### Other", "Timeline of inc\\-43");
  }

  @Test
  void withoutAnAppItIsLeftOutAndSaysSo() throws Exception {
    FakeContext context = context();
    context.messages().withoutApp();

    assertThat(deliver(context, Notifications.builder().build()))
        .isInstanceOfSatisfying(
            Delivery.Refused.class,
            refused -> assertThat(refused.reason()).startsWith("left out").contains("only an App"));
    assertThat(context.messages().checkRuns()).isEmpty();
  }

  @Test
  void anAppWithoutThePermissionIsToldWhichOneItLacks() throws Exception {
    FakeContext context = context();
    context.messages().forbidChecks();

    assertThat(deliver(context, Notifications.builder().build()))
        .isInstanceOfSatisfying(
            Delivery.Refused.class,
            refused -> assertThat(refused.reason()).contains("Checks: read and write"));
  }

  @Test
  void aSummaryThatWouldBeTooLongEndsAtASectionAndSaysSo() throws Exception {
    Notification.Section[] sections =
        IntStream.range(0, 30)
            .mapToObj(i -> new Notification.Section("Part " + i, "€".repeat(2_000)))
            .toArray(Notification.Section[]::new);
    String summary = written(Notifications.builder().sections(sections).build()).summary();

    assertThat(summary.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(40_000, 65_535);
    assertThat(summary).contains("More than fits here", "[Timeline of inc\\-42]");
  }

  @Test
  void textFromElsewhereCannotBreakOut() throws Exception {
    CheckRun run =
        written(
            Notifications.builder()
                .title("a\nb \u202e")
                .summary("<script> @octocat\n# big ![x](y)")
                .build());

    assertThat(run.title()).isEqualTo("a b");
    assertThat(run.summary()).doesNotContain("<script>", "@octocat", "\n# big", "![x]");
  }

  private CheckRun written(Notification notification) throws Exception {
    FakeContext context = context();
    assertThat(deliver(context, notification)).isInstanceOf(Delivery.Sent.class);
    return context.messages().checkRuns().values().iterator().next();
  }
}
