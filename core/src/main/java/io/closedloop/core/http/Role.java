package io.closedloop.core.http;

import java.util.Locale;

/** What a token allows. */
public enum Role {
  /** To read. */
  VIEWER,
  /** To read, to dismiss incidents and to have the server take its settings anew. */
  OPERATOR,
  /** To read, and to decide about proposals. */
  APPROVER,
  /** Everything. */
  ADMIN;

  /** Whether this role may do what is asked of the other. */
  boolean includes(Role other) {
    return this == ADMIN || this == other || other == VIEWER;
  }

  /** The word that people and programs see. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
