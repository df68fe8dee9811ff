package io.closedloop.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Makes a value of the row on which the result set stands; it must not move the result set. */
@FunctionalInterface
public interface RowMapper<T> {
  T map(ResultSet row) throws SQLException;
}
