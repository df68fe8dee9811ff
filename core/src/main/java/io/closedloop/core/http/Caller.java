package io.closedloop.core.http;

/** Who sent a request, by the name of the token. */
record Caller(String name, Role role) {
  /** Presented nothing and needed nothing. */
  static final Caller ANYBODY = new Caller("somebody without a token", Role.VIEWER);
}
