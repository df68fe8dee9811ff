package io.closedloop.core.app;

import io.closedloop.core.github.GitHub;
import io.closedloop.core.github.Standing;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks GitHub once, beside the start, who we are: credentials that it refuses are then in the log
 * before the first failure needs them. Nothing waits for it.
 */
final class CredentialsCheck implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(CredentialsCheck.class);
  private final GitHub github;

  @Inject
  CredentialsCheck(GitHub github) {
    this.github = github;
  }

  void begin() {
    Thread.ofVirtual().name("credentials").start(this);
  }

  @Override
  public void run() {
    Standing standing = github.standing();
    if (standing.problem() != null) {
      log.warn(
          "GitHub did not say who closedloop is; until it does, nothing is read or repaired: {}",
          standing.problem());
    }
  }
}
