package io.closedloop.core.journal;

/** An entry that this version cannot turn into a fact. */
public final class UnreadableFact extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableFact(String message) {
    super(message);
  }

  UnreadableFact(String message, Throwable cause) {
    super(message, cause);
  }
}
