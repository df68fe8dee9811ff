package io.closedloop.core.app;

import io.closedloop.core.journal.Chain;
import io.closedloop.core.journal.Journal;
import io.closedloop.core.schedule.DeadWork;
import io.closedloop.core.schedule.Task;
import io.closedloop.core.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a task that keeps failing visible in the journal. */
final class StuckTasks implements DeadWork {
  private static final Logger log = LoggerFactory.getLogger(StuckTasks.class);
  private final Store store;
  private final Journal journal;

  StuckTasks(Store store, Journal journal) {
    this.store = store;
    this.journal = journal;
  }

  @Override
  public void stuck(Task task, Throwable lastFailure) {
    String problem = lastFailure.getClass().getSimpleName() + ": " + lastFailure.getMessage();
    log.error(
        "{} {} failed ten times in a row and is tried on: {}", task.kind(), task.id(), problem);
    store.write(tx ->
        journal.append(
            tx,
            Chain.SYSTEM,
            Journal.ANY,
            new SystemFact.TaskStuck(task.kind(), task.id(), problem)));
  }
}
