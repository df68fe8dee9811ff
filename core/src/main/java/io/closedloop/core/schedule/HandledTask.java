package io.closedloop.core.schedule;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.DeadExecutionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One kind of task as db-scheduler sees it: run once, and again with growing pauses when it fails.
 */
final class HandledTask extends OneTimeTask<Void> {
  private static final Logger log = LoggerFactory.getLogger(HandledTask.class);
  private static final int STUCK_AFTER = 10;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final Duration PAUSE_WHEN_STUCK = Duration.ofMinutes(5);

  private final TaskHandler handler;

  private HandledTask(String kind, TaskHandler handler, DeadWork deadWork) {
    super(
        kind,
        Void.class,
        (complete, operations) -> retry(complete, operations, deadWork),
        new DeadExecutionHandler.ReviveDeadExecution<>());
    this.handler = handler;
  }

  static List<com.github.kagkarlsson.scheduler.task.Task<?>> all(
      Map<String, TaskHandler> handlers, DeadWork deadWork) {
    return handlers.entrySet().stream()
        .<com.github.kagkarlsson.scheduler.task.Task<?>>map(
            e -> new HandledTask(e.getKey(), e.getValue(), deadWork))
        .toList();
  }

  @Override
  public CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
    executeOnce(instance, context);
    return new CompletionHandler.OnCompleteRemove<>();
  }

  @Override
  public void executeOnce(TaskInstance<Void> instance, ExecutionContext context) {
    try {
      handler.run(ScheduledTasks.idOf(instance.getId()));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new HandlerFailed(e);
    }
  }

  /** The pause before the next try, when {@code failures} tries in a row have failed. */
  static Duration pause(int failures) {
    if (failures >= STUCK_AFTER) {
      return PAUSE_WHEN_STUCK;
    }
    Duration doubled = FIRST_PAUSE.multipliedBy(1L << (failures - 1));
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  private static void retry(
      ExecutionComplete complete, ExecutionOperations<Void> operations, DeadWork deadWork) {
    int failures = complete.getExecution().consecutiveFailures + 1;
    Throwable cause =
        complete.getCause().map(HandledTask::unwrapped).orElseGet(IllegalStateException::new);
    Task task =
        new Task(
            complete.getExecution().getTaskName(),
            ScheduledTasks.idOf(complete.getExecution().getId()));
    Instant next = complete.getTimeDone().plus(pause(failures));
    // Where it failed is told at first and when it is stuck; in between, that it did.
    boolean fully = failures == 1 || failures == STUCK_AFTER;
    log.atWarn()
        .setCause(fully ? cause : null)
        .log(
            "Task {} {} failed {} times in a row, is tried again at {}: {}",
            task.kind(),
            task.id(),
            failures,
            next,
            cause.toString());
    if (failures == STUCK_AFTER) {
      report(deadWork, task, cause);
    }
    operations.reschedule(complete, next);
  }

  private static void report(DeadWork deadWork, Task task, Throwable cause) {
    try {
      deadWork.stuck(task, cause);
    } catch (RuntimeException e) {
      log.error("That task {} {} is stuck could not be recorded", task.kind(), task.id(), e);
    }
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof HandlerFailed && cause != null ? cause : failure;
  }

  /** Carries a handler's checked exception through db-scheduler. */
  private static final class HandlerFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HandlerFailed(Exception cause) {
      super(cause);
    }
  }
}
