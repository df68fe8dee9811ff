package io.closedloop.core.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What is done inside one transaction. Runs on a platform thread; what it throws rolls the
 * transaction back.
 */
@FunctionalInterface
public interface Work<T extends @Nullable Object> {
  T run(Tx tx) throws SQLException;
}
