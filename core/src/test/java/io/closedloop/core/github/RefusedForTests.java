package io.closedloop.core.github;

/** Makes GitHub's refusals for tests of those who ask it. */
public final class RefusedForTests {
  private RefusedForTests() {}

  /** GitHub said no. */
  public static GitHubRefused of(GitHubRefused.Kind kind) {
    return new GitHubRefused(kind, "GitHub said no");
  }
}
