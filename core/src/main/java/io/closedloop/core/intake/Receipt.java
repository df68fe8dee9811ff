package io.closedloop.core.intake;

/** What is answered to a webhook request. */
public sealed interface Receipt {

  /**
   * It is on disk: 202. {@code repeated} when it had been there before, and nothing follows from
   * it.
   */
  record Accepted(String deliveryId, boolean repeated) implements Receipt {}

  /** It is not to be accepted as it is; the status is 400, 401 or 415. */
  record Rejected(int status, String why) implements Receipt {}

  /** It cannot be stored now: 503. */
  record Busy(String why) implements Receipt {}
}
