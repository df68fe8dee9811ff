package io.closedloop.core.http;

/** Who may call a route. */
public enum Role {
  /** Anybody; the route itself may ask for a signature. */
  OPEN,
  /** Anybody at this very machine when bound to loopback; elsewhere whoever has the admin token. */
  VIEWER,
  /** Whoever presents the admin token as a bearer token. */
  ADMIN,
  /**
   * A form of our own pages: the token comes in a field or by basic authentication, and other sites
   * are refused.
   */
  FORM
}
