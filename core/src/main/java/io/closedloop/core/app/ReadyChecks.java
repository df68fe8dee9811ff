package io.closedloop.core.app;

import io.closedloop.core.http.ReadyCheck;
import io.closedloop.core.store.GroupCommit;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.StoreException;
import java.util.List;
import java.util.Optional;

/** What must hold for the server to do its work. */
final class ReadyChecks {
  private static final int LONG_QUEUE = 1_500;

  private ReadyChecks() {}

  static List<ReadyCheck> of(Store store, GroupCommit inbox, Foundation foundation) {
    return List.of(
        new ReadyCheck("store", () -> store(store)),
        new ReadyCheck(
            "inbox",
            () ->
                inbox.waiting() > LONG_QUEUE
                    ? Optional.of(inbox.waiting() + " deliveries wait to be stored")
                    : Optional.empty()),
        new ReadyCheck(
            "plugins",
            () ->
                foundation.plugins().catalogue().categories().isEmpty()
                    ? Optional.of("no category plugin is loaded, so nothing can be diagnosed")
                    : Optional.empty()));
  }

  private static Optional<String> store(Store store) {
    try {
      store.write(tx -> tx.update("UPDATE housekeeping_done SET hour=hour WHERE hour=''"));
      return Optional.empty();
    } catch (StoreException e) {
      return Optional.of("the store cannot be written");
    }
  }
}
