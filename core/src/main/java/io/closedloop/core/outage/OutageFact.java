package io.closedloop.core.outage;

import io.closedloop.core.journal.Fact;
import java.util.List;

/** What happens to an outage; each has a chain of its own in the journal. */
public sealed interface OutageFact extends Fact {

  /**
   * The same failed in several repositories; nothing is run again because of it.
   *
   * @param what the line that speaks for it, as it was seen last
   */
  record OutageBegan(
      String fingerprint,
      String category,
      String what,
      List<String> repositories,
      List<String> incidents)
      implements OutageFact {}

  /** It failed in one more incident, or again in one that had been let go. */
  record OutageJoined(String incident, String repository) implements OutageFact {}

  /** The re-run of one incident tries whether it is over. */
  record OutageProbed(String incident) implements OutageFact {}

  /** The trial says nothing, or that it is not over. */
  record OutageLasts(String incident, String why) implements OutageFact {}

  /** The trial went green; the other re-runs follow one at a time. */
  record OutageCleared(String incident) implements OutageFact {}

  /** A held re-run may begin. */
  record OutageReleased(String incident) implements OutageFact {}

  /** No incident waits because of it any more. */
  record OutageEnded(String why) implements OutageFact {}
}
