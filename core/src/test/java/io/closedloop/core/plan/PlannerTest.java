package io.closedloop.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.Diagnosis;
import io.closedloop.api.Effect;
import io.closedloop.api.EvidenceLine;
import io.closedloop.api.Priority;
import io.closedloop.api.RepoId;
import io.closedloop.core.incident.Failure;
import io.closedloop.core.incident.Failures;
import io.closedloop.core.incident.PlannedAction;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {
  private static final ActionSpec RERUN =
      ActionSpec.of("re_run", Effect.Rerun.class).forEveryCategory();
  private static final ActionSpec FORMAT =
      ActionSpec.of("code_formatting", Effect.Commit.class).writing("**");
  private static final Failure UNFORMATTED = Failures.of("quality_gates", false, "f");
  private static final Failure REFUSED = Failures.of("infrastructure", true, "f");

  private static Policy policy(boolean enabled, String mode, boolean retry, String... groups) {
    return new Policy(
        enabled,
        mode,
        Map.of(
            "quality_gates", new Policy.ActionLists(List.of("format"), List.of("sort")),
            "infrastructure", new Policy.ActionLists(List.of("format"), List.of())),
        Set.of(groups),
        Set.of("off"),
        Retries.uniform(
            new Policy.Backoff(retry, 3, Duration.ofSeconds(30), 2, Duration.ofSeconds(1800), 0.1)),
        new Policy.Limits(
            3, 20, 100, 3, Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofDays(3)),
        false,
        Map.of());
  }

  private static final Policy USUAL = policy(true, "automatic", true, "re_run", "code_formatting");

  private static List<PlannedAction> plan(Policy policy, Failure failure, int depth) {
    Map<String, ActionSpec> actions = new LinkedHashMap<>();
    actions.put("format", FORMAT);
    actions.put("sort", FORMAT);
    actions.put("rerun", RERUN);
    return new Planner(policy).plan(failure, actions, new Planner.Circumstances(depth, null));
  }

  private static PlannedAction of(List<PlannedAction> plan, String name) {
    return plan.stream().filter(a -> a.action().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void whatCanPassIsRunAgainFirstThenComesWhatNeedsNobodyThenTheRest() {
    List<PlannedAction> plan = plan(USUAL, UNFORMATTED, 0);
    assertThat(plan).extracting(PlannedAction::action).containsExactly("rerun", "format", "sort");
    assertThat(plan)
        .extracting(PlannedAction::mode)
        .containsExactly(PlannedAction.OFF, PlannedAction.AUTOMATIC, PlannedAction.SUPERVISED);
    PlannedAction rerun = of(plan(USUAL, REFUSED, 0), "rerun");
    assertThat(rerun.mode()).isEqualTo(PlannedAction.AUTOMATIC);
    assertThat(rerun.backoff()).isTrue();
    assertThat(rerun.tries()).isEqualTo(3);
    assertThat(of(plan, "format").backoff()).isFalse();
    assertThat(of(plan, "format").tries()).isEqualTo(1);
  }

  @Test
  void theTrailNamesEachRuleInItsOrder() {
    Failure fork =
        Failures.of(
            "pull_request", "patch", new RepoId("mallory", "shop"), UNFORMATTED.diagnosis());
    assertThat(of(plan(policy(false, "supervised", true), fork, 2), "format").steps())
        .satisfiesExactly(
            s -> assertThat(s).isEqualTo("off: automation.enabled is false"),
            s -> assertThat(s).startsWith("off: group code_formatting is not in"),
            s -> assertThat(s).startsWith("automatic: the head lies in a fork"),
            s -> assertThat(s).startsWith("off: our own writes led to this incident 2 times"),
            s -> assertThat(s).startsWith("automatic: listed under automatic_actions"),
            s -> assertThat(s).startsWith("supervised: automation.default_recovery_mode"));
  }

  @Test
  void aLaterRuleOnlyNarrows() {
    assertThat(of(plan(policy(true, "automatic", true, "re_run"), UNFORMATTED, 0), "format").mode())
        .isEqualTo(PlannedAction.OFF);
    assertThat(of(plan(USUAL, UNFORMATTED, 0), "sort").mode()).isEqualTo(PlannedAction.SUPERVISED);
    Policy supervised = policy(true, "supervised", true, "re_run", "code_formatting");
    assertThat(of(plan(supervised, UNFORMATTED, 0), "format").mode())
        .isEqualTo(PlannedAction.SUPERVISED);
  }

  @Test
  void thePriorityMayNarrowWhatTheListGaveAndNeverWidenIt() {
    Policy narrowing =
        new Policy(
            true,
            "automatic",
            USUAL.categories(),
            USUAL.allowedGroups(),
            Set.of(),
            USUAL.retries(),
            USUAL.limits(),
            false,
            Map.of(
                Priority.CRITICAL, "supervised",
                Priority.HIGH, "analysis_only",
                Priority.LOW, "automatic"));
    Map<Priority, List<String>> wanted =
        Map.of(
            Priority.CRITICAL, List.of(PlannedAction.SUPERVISED, PlannedAction.SUPERVISED),
            Priority.HIGH, List.of(PlannedAction.OFF, PlannedAction.OFF),
            Priority.MEDIUM, List.of(PlannedAction.AUTOMATIC, PlannedAction.SUPERVISED),
            Priority.LOW, List.of(PlannedAction.AUTOMATIC, PlannedAction.SUPERVISED));
    wanted.forEach((priority, modes) -> {
      Map<String, ActionSpec> actions = new LinkedHashMap<>(Map.of("format", FORMAT));
      actions.put("sort", FORMAT);
      assertThat(
              new Planner(narrowing)
                  .plan(UNFORMATTED, actions, new Planner.Circumstances(0, priority)))
          .as(priority.word())
          .extracting(PlannedAction::mode)
          .isEqualTo(modes);
    });
    PlannedAction format =
        of(
            new Planner(narrowing)
                .plan(
                    UNFORMATTED,
                    Map.of("format", FORMAT),
                    new Planner.Circumstances(0, Priority.CRITICAL)),
            "format");
    assertThat(format.steps())
        .containsExactly(
            "automatic: listed under automatic_actions of quality_gates",
            "supervised: automation.priority_overrides: critical is supervised",
            "automatic: automation.default_recovery_mode is automatic");
  }

  @Test
  void disabledAutomationAndAnalysisOnlyStopEverything() {
    for (Policy stopped :
        List.of(
            policy(false, "automatic", true, "re_run", "code_formatting"),
            policy(true, "analysis_only", true, "re_run", "code_formatting"))) {
      assertThat(plan(stopped, REFUSED, 0))
          .isNotEmpty()
          .allSatisfy(a -> assertThat(a.mode()).isEqualTo(PlannedAction.OFF));
    }
  }

  @Test
  void nothingIsRunAgainWhenRetriesAreOffOrTheFailureStays() {
    Policy noRetry = policy(true, "automatic", false, "re_run", "code_formatting");
    assertThat(of(plan(noRetry, REFUSED, 0), "rerun").mode()).isEqualTo(PlannedAction.OFF);
    assertThat(of(plan(noRetry, REFUSED, 0), "format").mode()).isEqualTo(PlannedAction.AUTOMATIC);
    assertThat(of(plan(USUAL, UNFORMATTED, 0), "rerun").steps())
        .anySatisfy(s -> assertThat(s).startsWith("off: the failure is not known to pass"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"merge_group", "deployment", "deployment_status"})
  void mergeQueuesAndDeploymentsAreLeftAlone(String event) {
    Diagnosis diagnosis = REFUSED.diagnosis();
    assertThat(plan(USUAL, Failures.of(event, "main", Failures.REPO, diagnosis), 0))
        .allSatisfy(a -> assertThat(a.mode()).isEqualTo(PlannedAction.OFF));
  }

  @Test
  void aTagIsLeftAlone() {
    assertThat(plan(USUAL, Failures.of("push", null, Failures.REPO, REFUSED.diagnosis()), 0))
        .allSatisfy(a -> assertThat(a.mode()).isEqualTo(PlannedAction.OFF));
  }

  @Test
  void oneRepairOfWhatWeCausedIsAllowedAndNoSecond() {
    assertThat(of(plan(USUAL, UNFORMATTED, 1), "format").mode()).isEqualTo(PlannedAction.AUTOMATIC);
    assertThat(of(plan(USUAL, UNFORMATTED, 2), "format").mode()).isEqualTo(PlannedAction.OFF);
  }

  @Test
  void anInstanceThatIsSwitchedOffIsShownAsSuch() {
    Policy listing =
        new Policy(
            true,
            "automatic",
            Map.of("quality_gates", new Policy.ActionLists(List.of("off", "gone"), List.of())),
            Set.of(),
            Set.of("off"),
            USUAL.retries(),
            USUAL.limits(),
            false,
            Map.of());
    assertThat(new Planner(listing).plan(UNFORMATTED, Map.of(), new Planner.Circumstances(0, null)))
        .singleElement()
        .satisfies(a -> {
          assertThat(a.mode()).isEqualTo(PlannedAction.OFF);
          assertThat(a.steps()).containsExactly("plugins.actions.off.enabled is false");
        });
  }

  @Test
  void anUnknownCauseThatOnlyTheOperatorsWordsCallPassingAsksFirst() {
    Policy words =
        new Policy(
            true,
            "automatic",
            Map.of(),
            Set.of("re_run"),
            Set.of(),
            new Retries(
                USUAL.retries().usual(),
                Map.of("general", new Retries.Strategy(null, null, List.of("temporary failure")))),
            USUAL.limits(),
            false,
            Map.of());
    Diagnosis unknown =
        new Diagnosis(
            Diagnosis.GENERAL,
            "any",
            null,
            false,
            0.1,
            List.of(new EvidenceLine(1, "Temporary failure in name resolution", null)),
            "f",
            List.of());
    Failure failure = Failures.of("push", "feature", UNFORMATTED.repo(), unknown);
    PlannedAction rerun = of(plan(words, failure, 0), "rerun");
    assertThat(rerun.mode()).isEqualTo(PlannedAction.SUPERVISED);
    assertThat(rerun.steps()).anyMatch(step -> step.contains("the cause is unknown"));
  }
}
