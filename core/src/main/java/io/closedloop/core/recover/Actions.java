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
import jakarta.inject.Inject;
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
  private final Map<String, Instance<RecoveryAction>> instances = new LinkedHashMap<>();
  private final Map<String, ActionSpec> specs = new LinkedHashMap<>();

  @Inject
  Actions(Catalogue catalogue, PluginCall calls, Situations situations) {
    this.calls = calls;
    this.situations = situations;
    catalogue
        .actions()
        .forEach((name, wired) -> {
          instances.put(name, wired.instance());
          specs.put(name, wired.spec());
        });
  }

  /** What each enabled action declares, by instance name. */
  Map<String, ActionSpec> specs() {
    return java.util.Collections.unmodifiableMap(specs);
  }

  Optional<Instance<RecoveryAction>> find(String name) {
    return Optional.ofNullable(instances.get(name));
  }

  /**
   * Asks an action; what is missing on this machine or away for now is an answer, not a failure of
   * the plugin.
   */
  Outcome<Proposal> ask(Instance<RecoveryAction> action, Incident incident, Duration limit) {
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
