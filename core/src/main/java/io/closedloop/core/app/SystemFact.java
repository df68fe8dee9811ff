package io.closedloop.core.app;

import io.closedloop.core.journal.Fact;
import java.util.List;

/** What happens to the server itself; stands in the journal's system chain. */
public sealed interface SystemFact extends Fact {

  /** The server began to work. */
  record ServerStarted(String version, List<String> plugins, String sandbox)
      implements SystemFact {}

  /** The server ended its work in good order; after a kill there is none. */
  record ServerStopped(String version) implements SystemFact {}

  /** A task failed ten times in a row; it is tried on. */
  record TaskStuck(String kind, String id, String problem) implements SystemFact {}
}
