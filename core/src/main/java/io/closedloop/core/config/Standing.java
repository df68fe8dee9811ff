package io.closedloop.core.config;

/** What a change of a setting does in this version. */
sealed interface Standing {

  /** It holds from the next reload on. */
  record Live() implements Standing {}

  /** It holds from the next start on. */
  record AfterRestart() implements Standing {}

  /** It is accepted and checked; a later version will act by it. */
  record NotYet() implements Standing {}

  /**
   * It is accepted and will never do anything.
   *
   * @param why completes "no effect, because …"
   */
  record Never(String why) implements Standing {}
}
