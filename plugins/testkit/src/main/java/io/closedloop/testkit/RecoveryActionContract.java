package io.closedloop.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryAction;
import io.closedloop.api.RecoveryActionFactory;
import io.closedloop.api.Situation;
import io.closedloop.api.ToolUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the core relies on in every recovery action: extend it, say in which situation the action
 * acts, and run it.
 *
 * @param <C> the configuration record
 */
public abstract class RecoveryActionContract<C extends Record> extends FactoryContract<C> {
  @TempDir Path temporary;

  @Override
  protected abstract RecoveryActionFactory<C> factory();

  /** A situation in which the action has something to propose; made anew at each call. */
  protected abstract SituationBuilder situation();

  /** Scripts what other systems answer; without it they answer 404. */
  protected void script(FakeContext context) {}

  /** A checkout in a fresh folder that goes away after the test. */
  protected final FakeWorkspace workspace() {
    try {
      return new FakeWorkspace(Files.createTempDirectory(temporary, "checkout"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A context as the core lends it, scripted. */
  protected final FakeContext context() {
    FakeContext context = new FakeContext(factory().type());
    script(context);
    return context;
  }

  /** Makes the action and asks it once. */
  protected final Proposal propose(Situation situation) throws Exception {
    return propose(context(), situation);
  }

  /** Makes the action in that context and asks it once. */
  protected final Proposal propose(FakeContext context, Situation situation) throws Exception {
    RecoveryAction action = create(context);
    Proposal proposal = action.propose(situation);
    assertThat(proposal).as("an answer").isNotNull();
    Declared.holds(action.spec(), proposal);
    return proposal;
  }

  private RecoveryAction create(FakeContext context) {
    RecoveryAction action = factory().create(config(), context);
    assertThat(action.spec()).as("constant").isEqualTo(action.spec());
    context.http().declare(action.spec().hosts());
    return action;
  }

  @Test
  void makingAnInstanceReachesNothing() {
    FakeContext context = context();
    create(context);
    assertThat(context.http().calls()).isEmpty();
  }

  @Test
  void itProposesSomethingInItsOwnSituationAndOnlyWhatItDeclared() throws Exception {
    assertThat(propose(situation().build()))
        .isInstanceOfAny(Proposal.Act.class, Proposal.Findings.class);
  }

  @Test
  void theSameSituationGivesTheSameProposal() throws Exception {
    assertThat(propose(situation().build())).isEqualTo(propose(situation().build()));
  }

  @Test
  void itSaysWhyInOneLine() throws Exception {
    if (propose(situation().build()) instanceof Proposal.Act act) {
      assertThat(act.why()).isNotBlank().doesNotContain("\n");
      assertThat(act.steps()).allSatisfy(step -> assertThat(step.title()).isNotBlank());
    }
  }

  @Test
  void aFailureItDoesNotKnowGetsAReasonAndNoEffect() throws Exception {
    Proposal proposal = propose(situation().unrelated().build());
    assertThat(proposal).isInstanceOf(Proposal.Nothing.class);
    assertThat(((Proposal.Nothing) proposal).reason()).isNotBlank();
  }

  @Test
  void anIncidentWithoutAPullRequestIsNoError() throws Exception {
    propose(situation().withoutPullRequest().build());
  }

  @Test
  void aHeadInAForkIsNoError() throws Exception {
    propose(situation().fromFork().build());
  }

  @Test
  void hostileTextIsOnlyText() throws Exception {
    String hostile =
        "../../etc/passwd:1: $(touch /tmp/x) `id` \"; DROP TABLE a; <script> %s \u202e";
    propose(
        situation()
            .evidence(hostile)
            .failedJobs(hostile)
            .runner(hostile)
            .workflow(hostile)
            .build());
  }

  @Test
  void anOutageOfGitHubIsLeftToTheCore() throws Exception {
    SituationBuilder situation = situation();
    situation.github().away();
    outage(context(), situation.build());
  }

  @Test
  void anOutageOfOtherSystemsIsLeftToTheCore() throws Exception {
    FakeContext context = context();
    context.http().away();
    outage(context, situation().build());
  }

  @Test
  void aCheckoutThatCannotBeHadIsLeftToTheCore() throws Exception {
    outage(context(), situation().workspace(null).build());
  }

  @Test
  void noProposalHoldsASecretOfTheConfiguration() throws Exception {
    doesNotShowSecrets(propose(situation().build()).toString());
  }

  private void outage(FakeContext context, Situation situation) throws Exception {
    try {
      propose(context, situation);
    } catch (GitHubUnavailable | ToolUnavailable | UncheckedIOException expected) {
      assertThat(expected)
          .as("it passes by itself, and the core tries again")
          .hasMessageMatching("(?s).+");
    }
  }
}
