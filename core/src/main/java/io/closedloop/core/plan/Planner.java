package io.closedloop.core.plan;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.Diagnosis;
import io.closedloop.api.Effect;
import io.closedloop.api.Priority;
import io.closedloop.core.incident.Failure;
import io.closedloop.core.incident.PlannedAction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Orders the actions for a failure and resolves the mode of each. */
public final class Planner {
  private final Policy policy;

  /** A planner for this policy. */
  public Planner(Policy policy) {
    this.policy = policy;
  }

  /**
   * What of the incident matters besides its failure.
   *
   * @param chainDepth how many incidents of our own writes led here
   * @param priority null where none was found
   */
  public record Circumstances(int chainDepth, @Nullable Priority priority) {}

  /**
   * The plan: what can pass by itself is retried first, then what needs no approval, then the rest.
   *
   * @param actions the enabled actions by instance name
   * @param circumstances of the incident
   */
  public List<PlannedAction> plan(
      Failure failure, Map<String, ActionSpec> actions, Circumstances circumstances) {
    Policy.ActionLists lists =
        policy
            .categories()
            .getOrDefault(
                failure.diagnosis().category(), new Policy.ActionLists(List.of(), List.of()));
    Set<String> names = new LinkedHashSet<>();
    actions.forEach((name, spec) -> {
      if (spec.everyCategory()) {
        names.add(name);
      }
    });
    names.addAll(lists.automatic());
    names.addAll(lists.supervised());
    List<PlannedAction> plan = new ArrayList<>();
    for (String name : names) {
      ActionSpec spec = actions.get(name);
      if (spec != null) {
        plan.add(planned(name, spec, lists, failure, circumstances));
      } else if (policy.off().contains(name)) {
        plan.add(
            new PlannedAction(
                name,
                PlannedAction.OFF,
                List.of("plugins.actions." + name + ".enabled is false"),
                0,
                false));
      }
    }
    return plan;
  }

  private PlannedAction planned(
      String name,
      ActionSpec spec,
      Policy.ActionLists lists,
      Failure failure,
      Circumstances circumstances) {
    boolean retry = retries(spec);
    ModeTrail mode = new ModeTrail();
    mode.off(!policy.enabled(), "automation.enabled is false");
    mode.off(
        !policy.allowedGroups().contains(spec.group()),
        "group " + spec.group() + " is not in security.restrictions.allowed_actions");
    context(mode, failure);
    mode.off(
        circumstances.chainDepth() > 1,
        "our own writes led to this incident "
            + circumstances.chainDepth()
            + " times; the limit is 1");
    if (retry) {
      retry(mode, failure.diagnosis());
    }
    if (lists.supervised().contains(name)) {
      mode.supervised("listed under supervised_actions of " + failure.diagnosis().category());
    } else if (lists.automatic().contains(name)) {
      mode.automatic("listed under automatic_actions of " + failure.diagnosis().category());
    } else {
      mode.automatic("offered for every category");
    }
    Priority priority = circumstances.priority();
    policy
        .modeOf(priority)
        .ifPresent(wanted ->
            mode.wanted(
                wanted,
                "automation.priority_overrides: "
                    + Objects.requireNonNull(priority).word()
                    + " is "
                    + wanted));
    mode.wanted(
        policy.defaultMode(), "automation.default_recovery_mode is " + policy.defaultMode());
    return new PlannedAction(
        name,
        mode.mode(),
        mode.steps(),
        retry ? policy.retries().of(failure.diagnosis().category()).maxAttempts() : 1,
        retry);
  }

  private void retry(ModeTrail mode, Diagnosis diagnosis) {
    Retries retries = policy.retries();
    mode.off(!retries.usual().enabled(), "retry_mechanisms.enabled is false");
    if (diagnosis.transientFailure()) {
      return;
    }
    Optional<String> word = retries.word(diagnosis);
    mode.off(word.isEmpty(), "the failure is not known to pass by itself; only such are re-run");
    word.ifPresent(found -> {
      String why =
          "the evidence says \""
              + found
              + "\", one of the transient_error_patterns of "
              + diagnosis.category();
      if (diagnosis.category().equals(Diagnosis.GENERAL)) {
        mode.supervised(why + ", but the cause is unknown");
      } else {
        mode.automatic(why);
      }
    });
  }

  private static void context(ModeTrail mode, Failure failure) {
    String event = failure.run().event();
    mode.off(
        event.equals("merge_group"), "in a merge queue nothing is repaired: the queue decides");
    mode.off(
        failure.run().headBranch() == null,
        "the run belongs to no branch (a tag, or a deleted branch)");
    mode.off(
        event.equals("deployment") || event.equals("deployment_status"),
        "a deployment is never repaired by itself");
    if (failure.fork()) {
      mode.automatic(
          "the head lies in a fork: nothing is pushed there, a patch is offered instead");
    }
  }

  /** Whether an action only runs again what ran before; then attempts and backoff hold for it. */
  static boolean retries(ActionSpec spec) {
    return !spec.effects().isEmpty()
        && spec.effects().stream().allMatch(Effect.Rerun.class::equals);
  }

  /** Each rule may only narrow what an earlier one gave. */
  private static final class ModeTrail {
    private final List<String> steps = new ArrayList<>();
    private int level = 2;

    /** As the operator's words for modes have it. */
    void wanted(String word, String why) {
      switch (word) {
        case "automatic" -> automatic(why);
        case "supervised" -> supervised(why);
        default -> off(true, why);
      }
    }

    void off(boolean applies, String why) {
      if (applies) {
        level = 0;
        steps.add("off: " + why);
      }
    }

    void supervised(String why) {
      level = Math.min(level, 1);
      steps.add("supervised: " + why);
    }

    void automatic(String why) {
      steps.add("automatic: " + why);
    }

    String mode() {
      return switch (level) {
        case 0 -> PlannedAction.OFF;
        case 1 -> PlannedAction.SUPERVISED;
        default -> PlannedAction.AUTOMATIC;
      };
    }

    List<String> steps() {
      return steps;
    }
  }
}
