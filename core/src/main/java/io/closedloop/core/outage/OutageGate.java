package io.closedloop.core.outage;

import io.closedloop.core.store.Store;
import jakarta.inject.Inject;
import java.util.Optional;

/** What a recovery asks before it runs anything again. */
public final class OutageGate {
  private final Store store;
  private final Outages outages;

  @Inject
  OutageGate(Store store, Outages outages) {
    this.store = store;
    this.outages = outages;
  }

  /** Why nothing may be run again for this incident now, empty when it may. */
  public Optional<Outages.Hold> held(String incident) {
    return store.read(tx -> outages.hold(tx, incident));
  }

  /** Whether the incident fails because of an outage that lasts. */
  public boolean lasting(String incident) {
    return store.read(tx -> outages.lasting(tx, incident));
  }

  /** Whether the incident's timeline does not say yet that it is held. */
  public boolean untold(Outages.Hold hold, String incident) {
    return store.read(tx -> outages.untold(tx, hold, incident));
  }
}
