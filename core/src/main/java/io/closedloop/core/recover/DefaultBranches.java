package io.closedloop.core.recover;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.closedloop.api.RepoId;
import io.closedloop.core.github.GitHub;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** The default branches of repositories, remembered for what only counts by them. */
@Singleton
final class DefaultBranches {
  private static final Duration REMEMBERED = Duration.ofHours(1);
  private static final int MOST = 10_000;
  private final GitHub github;
  private final Cache<RepoId, String> known;

  @Inject
  DefaultBranches(GitHub github, InstantSource clock) {
    this.github = github;
    known =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(REMEMBERED)
            .ticker(() -> Duration.between(java.time.Instant.EPOCH, clock.instant()).toNanos())
            .build();
  }

  /** As it was within the last hour: enough for figures, which a renamed branch does not upset. */
  String of(RepoId repo) {
    String remembered = known.getIfPresent(repo);
    return remembered == null ? newest(repo) : remembered;
  }

  /** As it is now: what may be pushed to hangs on it. */
  String newest(RepoId repo) {
    String branch = github.repository(repo).defaultBranch();
    known.put(repo, branch);
    return branch;
  }
}
