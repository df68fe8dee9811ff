/**
 * The database: connections, migrations and transactions, with one fair lock around every write on
 * SQLite (the scheduler's too), and group commit. Holds no SQL of its own beyond the schema; a
 * table's statements live beside its owner. Uses nothing else of core.
 */
@NullMarked
package io.closedloop.core.store;

import org.jspecify.annotations.NullMarked;
