package io.closedloop.core.schedule;

/**
 * Is told once when a task has failed ten times in a row. The task stays and goes on being tried
 * every five minutes.
 */
@FunctionalInterface
public interface DeadWork {
  void stuck(Task task, Throwable lastFailure);
}
