package io.closedloop.core.store;

/** More work waits to be committed than the queue may hold; nothing was kept, try again later. */
public final class QueueFull extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public QueueFull(String message) {
    super(message);
  }
}
