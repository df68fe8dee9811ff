package io.closedloop.core.http;

/** Who may call a route. */
public sealed interface Access {

  /** Anybody; the route itself may ask for a signature. */
  record Open() implements Access {}

  /** Whoever presents, as a bearer token, one that allows this. */
  record Api(Role role) implements Access {}

  /**
   * Anybody at this very machine when bound to loopback; elsewhere whoever gives any token, as a
   * bearer or as the password with any user name.
   */
  record Page() implements Access {}

  /**
   * A form of our own pages, for whoever gives a token that allows this, in a field or as the
   * password; forms of other sites are refused.
   */
  record Form(Role role) implements Access {}

  /** Anybody. */
  static Access open() {
    return new Open();
  }

  /** Programs with a token of that role. */
  static Access api(Role role) {
    return new Api(role);
  }

  /** Readers of pages. */
  static Access page() {
    return new Page();
  }

  /** Users of a form. */
  static Access form(Role role) {
    return new Form(role);
  }
}
