package io.closedloop.core.app;

import io.closedloop.core.github.GitHub;
import io.closedloop.core.intake.InstallationListener;
import io.closedloop.core.intake.RefusedDeliveries;
import io.closedloop.core.journal.Chain;
import io.closedloop.core.journal.Journal;
import io.closedloop.core.store.Store;
import jakarta.inject.Inject;

/**
 * Forgets what was known of an installation when GitHub says that it changed, and writes that down.
 * The next call asks GitHub, so neither a restart nor the order of deliveries matters. What was
 * refused before is handled anew where that may go better now.
 */
final class InstallationChanges implements InstallationListener {
  private final GitHub github;
  private final Store store;
  private final Journal journal;
  private final RefusedDeliveries refused;

  @Inject
  InstallationChanges(GitHub github, Store store, Journal journal, RefusedDeliveries refused) {
    this.github = github;
    this.store = store;
    this.journal = journal;
    this.refused = refused;
  }

  @Override
  public String changed(long installation, String account, String change) {
    github.installationChanged(installation);
    SystemFact fact = new SystemFact.InstallationChanged(installation, account, change);
    store.write(tx -> {
      refused.changed(tx, account, change);
      return journal.append(tx, Chain.SYSTEM, Journal.ANY, fact);
    });
    return "noted: the installation for " + account + " changed, " + change;
  }
}
