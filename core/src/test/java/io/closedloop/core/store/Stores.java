package io.closedloop.core.store;

import java.nio.file.Path;
import java.time.InstantSource;

/** Opens stores for tests. */
public final class Stores {
  private Stores() {}

  /** The store in this folder. */
  public static Store open(Path folder, InstantSource clock) {
    return Store.open(new StoreOptions.Embedded(folder.resolve("store.db")), clock);
  }
}
