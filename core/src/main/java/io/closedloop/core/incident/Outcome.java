package io.closedloop.core.incident;

import java.util.Locale;

/** How an incident ended. Only {@link #RECOVERED} counts as closedloop's success. */
public enum Outcome {
  /** Proven green after what closedloop did. */
  RECOVERED,
  /** Green after what somebody else did. */
  FIXED_BY_HUMAN,
  /** A suppression or rollback is in place. */
  MITIGATED,
  /** Somebody else's push took its commit away. */
  SUPERSEDED,
  /** No signal came; counts for neither side. */
  UNPROVEN,
  /** A person closed it. */
  DISMISSED;

  /** The word that people and programs see. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
