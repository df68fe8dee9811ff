package io.closedloop.core.journal;

/** Facts for tests. */
public sealed interface Happened extends Fact {
  /** Something counted. */
  record Counted(int number) implements Happened {}

  /** Somebody came. */
  record Came(@Personal String who, String why) implements Happened {}
}
