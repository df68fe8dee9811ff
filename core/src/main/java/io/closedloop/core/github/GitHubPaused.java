package io.closedloop.core.github;

import io.closedloop.api.GitHubUnavailable;
import java.time.Instant;

/** GitHub's rate limit asks for a longer wait than a call may take. */
public final class GitHubPaused extends GitHubUnavailable {
  private static final long serialVersionUID = 1L;

  private final Instant retryAt;

  GitHubPaused(String asked, Instant retryAt) {
    super(asked + " waits for GitHub's rate limit: try again at " + retryAt);
    this.retryAt = retryAt;
  }

  /** The earliest time at which asking again makes sense. */
  public Instant retryAt() {
    return retryAt;
  }
}
