package io.closedloop.core.schedule;

/**
 * Does the tasks of one kind. It may be called again for what it has done already, at the latest
 * after a crash, and several calls may run at once, also for one id; what it throws makes the call
 * be repeated later.
 */
@FunctionalInterface
public interface TaskHandler {
  void run(String id) throws Exception;
}
