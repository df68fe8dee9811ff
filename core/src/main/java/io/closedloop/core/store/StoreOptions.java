package io.closedloop.core.store;

import java.nio.file.Path;

/** Where the data lies. */
public sealed interface StoreOptions {

  /**
   * A SQLite file used by this process alone.
   *
   * @param file the database; its folder is created when missing, with access for the owner only
   */
  record Embedded(Path file) implements StoreOptions {
    public Embedded {
      file = file.toAbsolutePath().normalize();
    }
  }
}
