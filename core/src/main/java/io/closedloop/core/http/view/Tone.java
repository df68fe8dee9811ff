package io.closedloop.core.http.view;

import java.util.Locale;

/** The colour in which something is told. */
public enum Tone {
  /** It went well. */
  GOOD,
  /** Somebody should look. */
  BAD,
  /** A person is waited for. */
  WAIT,
  /** It is under way. */
  BUSY,
  /** Neither good nor bad. */
  PLAIN;

  /** The class of the style sheet. */
  public String css() {
    return name().toLowerCase(Locale.ROOT);
  }
}
