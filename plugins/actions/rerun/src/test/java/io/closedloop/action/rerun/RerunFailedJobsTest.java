package io.closedloop.action.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.closedloop.api.Effect;
import io.closedloop.api.Proof;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryActionFactory;
import io.closedloop.testkit.FakeSituation;
import io.closedloop.testkit.RecoveryActionContract;
import io.closedloop.testkit.SituationBuilder;
import io.closedloop.testkit.VirtualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RerunFailedJobsTest extends RecoveryActionContract<RerunFailedJobs.Config> {
  private static final Effect.Rerun.Scope ALL_FAILED = new Effect.Rerun.Scope.FailedJobs();

  @Override
  protected RecoveryActionFactory<RerunFailedJobs.Config> factory() {
    return new RerunFailedJobs();
  }

  @Override
  protected RerunFailedJobs.Config config() {
    return new RerunFailedJobs.Config(null);
  }

  @Override
  protected SituationBuilder situation() {
    return FakeSituation.builder()
        .diagnosed("infrastructure", "connection_refused", null)
        .passing();
  }

  @Test
  void theFailedJobsRunAgainAndMustTurnGreen() throws Exception {
    Proposal.Act act = (Proposal.Act) propose(situation().build());
    assertThat(scope(act)).isEqualTo(ALL_FAILED);
    assertThat(act.proof()).isEqualTo(Proof.failedJobs());
  }

  @Test
  void onlyTheIncidentsJobRunsWhenAnotherFailedForItsOwnReason() throws Exception {
    SituationBuilder situation =
        situation().otherJob("unit tests", "failure").otherJob("lint", "success");
    assertThat(scope(propose(situation.build()))).isEqualTo(new Effect.Rerun.Scope.OneJob(101));
  }

  @Test
  void aJobOfAReusableWorkflowIsNotRunAlone() throws Exception {
    SituationBuilder situation =
        situation().failedJobs("checks / build").otherJob("unit tests", "failure");
    assertThat(scope(propose(situation.build()))).isEqualTo(ALL_FAILED);
  }

  @Test
  void severalJobsOfOneIncidentRunTogether() throws Exception {
    SituationBuilder situation =
        situation().failedJobs("build", "docs").otherJob("unit tests", "failure");
    Proposal.Act act = (Proposal.Act) propose(situation.build());
    assertThat(scope(act)).isEqualTo(ALL_FAILED);
    assertThat(act.why()).contains("other failed jobs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Deploy to staging", "publish-npm", "db_migration", "Release", "RELEASES"})
  void whatSeemsToChangeTheWorldOutsideIsNotRunAgain(String name) throws Exception {
    nothing(situation().failedJobs(name), "\"" + name + "\"");
    nothing(situation().workflow(name), "\"" + name + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unit tests", "prerelease-free", "undeployed", "build (linux)"})
  void aWordThatOnlyHoldsAKeywordIsNoReason(String name) throws Exception {
    assertThat(propose(situation().failedJobs(name).build())).isInstanceOf(Proposal.Act.class);
  }

  @Test
  void aDeploymentBehindTheFailedJobIsAReasonExceptOnAPullRequest() throws Exception {
    nothing(situation().otherJob("deploy", "skipped").withoutPullRequest(), "\"deploy\"");
    assertThat(propose(situation().otherJob("deploy", "skipped").build()))
        .isInstanceOf(Proposal.Act.class);
  }

  @Test
  void aFailedDeploymentIsNotRunAgainOnlyWhereTheRerunWouldReachIt() throws Exception {
    nothing(situation().failedJobs("a", "b").otherJob("deploy", "failure"), "\"deploy\"");
    assertThat(scope(propose(situation().otherJob("deploy", "failure").build())))
        .isEqualTo(new Effect.Rerun.Scope.OneJob(101));
  }

  @ParameterizedTest
  @ValueSource(strings = {"deployment", "deployment_status", "release"})
  void aRunThatADeploymentStartedIsNotRunAgain(String event) throws Exception {
    nothing(situation().event(event), event);
  }

  @Test
  void aFailureThatDoesNotPassByItselfIsNotRunAgain() throws Exception {
    nothing(FakeSituation.builder().diagnosed("testing", "assertion", "junit"), "by itself");
  }

  @Test
  void theLastAttemptThatGitHubAllowsIsTheFiftieth() throws Exception {
    nothing(situation().attempt(50, VirtualClock.START.minus(Duration.ofDays(1))), "50");
    assertThat(propose(situation().attempt(49, VirtualClock.START).build()))
        .isInstanceOf(Proposal.Act.class);
  }

  @Test
  void theThirtyDaysCountFromTheFirstAttempt() throws Exception {
    Duration month = Duration.ofDays(30);
    nothing(situation().attempt(2, VirtualClock.START.minus(month).minusSeconds(1)), "30 days");
    assertThat(propose(situation().attempt(2, VirtualClock.START.minus(month)).build()))
        .isInstanceOf(Proposal.Act.class);
  }

  @Test
  void aRunThatGoesOnIsAskedAboutLater() throws Exception {
    assertThat(propose(situation().status("in_progress").build()))
        .isInstanceOf(Proposal.Later.class);
  }

  @Test
  void anEmptyKeywordIsRefusedBecauseItWouldMatchEverything() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RerunFailedJobs.Config(List.of(" ")))
        .withMessageContaining("keywords");
  }

  private void nothing(SituationBuilder situation, String reason) throws Exception {
    assertThat(propose(situation.build()))
        .isInstanceOfSatisfying(
            Proposal.Nothing.class, nothing -> assertThat(nothing.reason()).contains(reason));
  }

  private static Effect.Rerun.Scope scope(Proposal proposal) {
    return ((Effect.Rerun) ((Proposal.Act) proposal).steps().getFirst().effect()).scope();
  }
}
