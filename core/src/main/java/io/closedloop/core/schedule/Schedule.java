package io.closedloop.core.schedule;

import io.closedloop.core.store.Tx;
import java.sql.SQLException;
import java.time.Instant;

/** Where work is put that must be done later or outside the transaction at hand. */
public interface Schedule {

  /**
   * Has {@code task} done at {@code when} or soon after, provided that {@code tx} commits. Each
   * call leads to a run of its own, so that one made while the task runs is not lost. What is due
   * already starts within milliseconds of the commit, the rest up to a second late.
   *
   * @throws IllegalArgumentException when nothing handles this kind
   */
  void at(Tx tx, Task task, Instant when) throws SQLException;
}
