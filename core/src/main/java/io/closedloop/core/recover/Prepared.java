package io.closedloop.core.recover;

/** Whether an effect may begin right now; what it is bound to was read again just before. */
sealed interface Prepared {

  /** It may. {@code guard} is what a second execution would be recognised by. */
  record Ready(String guard) implements Prepared {}

  /** What it is bound to is not there any more. */
  record Moved(String why) implements Prepared {}

  /** Our own commit for another incident is the head now: the action is to be asked anew. */
  record Ours(String why) implements Prepared {}

  /** GitHub does not allow it yet. */
  record NotYet(String why) implements Prepared {}
}
