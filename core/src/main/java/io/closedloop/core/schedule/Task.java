package io.closedloop.core.schedule;

/**
 * Something to be done.
 *
 * @param kind which {@link TaskHandler} does it
 * @param id what it is to be done to, as the handler understands it
 */
public record Task(String kind, String id) {
  public Task {
    if (kind.isBlank() || id.isBlank()) {
      throw new IllegalArgumentException(
          "a task needs a kind and an id, not \"%s\" and \"%s\"".formatted(kind, id));
    }
  }
}
