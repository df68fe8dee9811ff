package io.closedloop.core.app;

import io.closedloop.core.config.Problem;
import io.closedloop.core.journal.Fact;
import java.util.List;

/** What happens to the server itself; stands in the journal's system chain. */
public sealed interface SystemFact extends Fact {

  /** The server began to work. */
  record ServerStarted(String version, List<String> plugins, String sandbox)
      implements SystemFact {}

  /** The server ended its work in good order; after a kill there is none. */
  record ServerStopped(String version) implements SystemFact {}

  /** GitHub said that an installation of the App is not as it was; what changed, in its words. */
  record InstallationChanged(long installation, String account, String change)
      implements SystemFact {}

  /**
   * Settings were read anew and hold.
   *
   * @param changed keys, without their values
   * @param needsRestart keys whose change waits for the next start
   */
  record ConfigurationApplied(String by, List<String> changed, List<String> needsRestart)
      implements SystemFact {}

  /** Settings were read anew and had problems at these places; the old ones stayed. */
  record ConfigurationRefused(String by, List<String> problemsAt) implements SystemFact {}

  /** Signatures were read at a start, and had problems at these places; the others hold. */
  record SignaturesLeftOut(List<String> problemsAt) implements SystemFact {}

  /** A task failed ten times in a row; it is tried on. */
  record TaskStuck(String kind, String id, String problem) implements SystemFact {}

  /** A problem may quote what the operator wrote, which need not be kept for ever. */
  static List<String> places(List<Problem> problems) {
    return problems.stream()
        .map(p -> p.line() > 0 ? p.file() + ":" + p.line() : p.file())
        .distinct()
        .toList();
  }
}
