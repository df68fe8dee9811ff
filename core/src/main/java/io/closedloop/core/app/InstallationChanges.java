package io.closedloop.core.app;

import io.closedloop.core.github.GitHub;
import io.closedloop.core.intake.InstallationListener;
import io.closedloop.core.journal.Chain;
import io.closedloop.core.journal.Journal;
import io.closedloop.core.store.Store;
import jakarta.inject.Inject;

/**
 * Forgets what was known of an installation when GitHub says that it changed, and writes that down.
 * The next call asks GitHub, so neither a restart nor the order of deliveries matters.
 */
final class InstallationChanges implements InstallationListener {
  private final GitHub github;
  private final Store store;
  private final Journal journal;

  @Inject
  InstallationChanges(GitHub github, Store store, Journal journal) {
    this.github = github;
    this.store = store;
    this.journal = journal;
  }

  @Override
  public String changed(long installation, String account, String change) {
    github.installationChanged(installation);
    SystemFact fact = new SystemFact.InstallationChanged(installation, account, change);
    store.write(tx -> journal.append(tx, Chain.SYSTEM, Journal.ANY, fact));
    return "noted: the installation for " + account + " changed, " + change;
  }
}
