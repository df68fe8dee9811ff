package io.closedloop.core.recover;

import io.closedloop.core.incident.Incidents;
import io.closedloop.core.store.Store;
import jakarta.inject.Inject;

/** Where what was seen on GitHub is written down, and by what it is weighed. */
record WatchTools(Store store, Incidents incidents, Priorities priorities, RecoveryTasks tasks) {
  @Inject
  WatchTools {}
}
