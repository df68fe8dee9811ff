package io.closedloop.core.recover;

import jakarta.inject.Inject;

/** The three parts of a recovery: asking actions, acting, proving. */
record Phases(Asking asking, Acting acting, Proving proving) {
  @Inject
  Phases {}
}
