package io.closedloop.core.store;

/** A statement that the database refused: a mistake in SQL, or a constraint that does not hold. */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  StoreException(String message) {
    super(message);
  }
}
