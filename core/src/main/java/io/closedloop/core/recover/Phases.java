package io.closedloop.core.recover;

import jakarta.inject.Inject;

/** The three parts of a recovery: asking actions, acting, proving; and what bounds them. */
record Phases(Asking asking, Acting acting, Proving proving, Execution execution, Steady steady) {
  @Inject
  Phases {}
}
