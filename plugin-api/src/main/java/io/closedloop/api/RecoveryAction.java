package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/**
 * Proposes what to do about a failure. It decides; only the core acts. It neither retries, sleeps
 * nor schedules.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface RecoveryAction {

  /** What this action may ask for; constant for the life of the instance. */
  ActionSpec spec();

  /**
   * Looks at the situation and says what should happen.
   *
   * @throws Exception anything: it becomes a visible fact on the incident and counts against this
   *     action alone
   */
  Proposal propose(Situation situation) throws Exception;
}
