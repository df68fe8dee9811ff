package io.closedloop.core.store;

/**
 * The store cannot be used now (disk full, I/O error, taken by another process); nothing of the
 * transaction was kept. The message names the file and what to do.
 */
public final class StoreUnavailable extends StoreException {
  private static final long serialVersionUID = 1L;

  public StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }

  public StoreUnavailable(String message) {
    super(message);
  }
}
