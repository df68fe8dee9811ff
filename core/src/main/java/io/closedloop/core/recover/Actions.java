package io.closedloop.core.recover;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryAction;
import io.closedloop.api.ToolUnavailable;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.plugin.Catalogue;
import io.closedloop.core.plugin.Instance;
import io.closedloop.core.plugin.Outcome;
import io.closedloop.core.plugin.PluginCall;
import io.closedloop.core.plugin.Wired;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The recovery actions that plugins brought, called only through the guarded door. */
@Singleton
final class Actions {
  private static final Duration AGAIN = Duration.ofMinutes(1);
  private final PluginCall calls;
  private final Situations situations;
  private final Execution execution;
  private final Provider<Catalogue> catalogue;

  @Inject
  Actions(
      Provider<Catalogue> catalogue, PluginCall calls, Situations situations, Execution execution) {
    this.calls = calls;
    this.situations = situations;
    this.execution = execution;
    this.catalogue = catalogue;
  }

  /** What each enabled action declares, by instance name. */
  Map<String, ActionSpec> specs() {
    Map<String, ActionSpec> specs = new LinkedHashMap<>();
    catalogue.get().actions().forEach((name, wired) -> specs.put(name, wired.spec()));
    return specs;
  }

  Optional<Instance<RecoveryAction>> find(String name) {
    return catalogue.get().action(name).map(Wired.Action::instance);
  }

  /**
   * Asks an action; what is missing on this machine or away for now is an answer, not a failure of
   * the plugin.
   */
  Outcome<Proposal> ask(Instance<RecoveryAction> action, Incident incident, Duration longest) {
    Duration limit = execution.within(incident, longest);
    Situations.Open situation = situations.open(incident, limit);
    try (situation) {
      return calls.call(action, "propose", limit, () -> answer(action.object(), situation));
    }
  }

  private static Proposal answer(RecoveryAction action, Situations.Open situation)
      throws Exception {
    try {
      return action.propose(situation);
    } catch (ToolUnavailable missing) {
      return new Proposal.Nothing(String.valueOf(missing.getMessage()));
    } catch (GitHubUnavailable away) {
      return new Proposal.Later(AGAIN, "GitHub did not answer: " + away.getMessage());
    }
  }
}
