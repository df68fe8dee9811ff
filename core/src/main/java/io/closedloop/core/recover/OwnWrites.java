package io.closedloop.core.recover;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.closedloop.api.RepoId;
import io.closedloop.core.github.CommitInfo;
import io.closedloop.core.github.GitHub;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells our own commits from everybody else's: they carry our trailer and come from our actor.
 * Both, or it is not ours.
 */
@Singleton
public final class OwnWrites {
  /** The branches of our own pull requests begin so. */
  static final String BRANCH_PREFIX = "closedloop/";

  private static final String INCIDENT = "Closedloop-Incident";
  private static final String EFFECT = "Closedloop-Effect";
  private static final Pattern INCIDENT_LINE =
      Pattern.compile("(?m)^" + INCIDENT + ": ([a-z0-9]{1,40})\\s*$");
  private static final Pattern EFFECT_LINE =
      Pattern.compile("(?m)^" + EFFECT + ": ([a-z0-9.]{1,80})\\s*$");

  private final GitHub github;
  private final Cache<String, Optional<String>> known =
      Caffeine.newBuilder().maximumSize(10_000).build();

  @Inject
  OwnWrites(GitHub github) {
    this.github = github;
  }

  /** The incident that this commit of ours serves, or empty when it is not ours. */
  Optional<String> incidentOf(RepoId repo, String sha) {
    Optional<String> cached = known.getIfPresent(repo + "@" + sha);
    if (cached != null) {
      return cached;
    }
    Optional<String> incident = read(repo, sha, INCIDENT_LINE);
    known.put(repo + "@" + sha, incident);
    return incident;
  }

  /** Takes a commit that was read anyway, so that it need not be read again. */
  void learn(RepoId repo, CommitInfo commit) {
    if (!commit.message().isEmpty()) {
      known.put(repo + "@" + commit.sha(), found(commit, INCIDENT_LINE));
    }
  }

  /** Whether this commit is the outcome of the effect of that key. */
  boolean cameFrom(RepoId repo, String sha, String effectKey) {
    return read(repo, sha, EFFECT_LINE).filter(effectKey::equals).isPresent();
  }

  private Optional<String> read(RepoId repo, String sha, Pattern trailer) {
    return found(github.commit(repo, sha), trailer);
  }

  private Optional<String> found(CommitInfo commit, Pattern trailer) {
    Matcher line = trailer.matcher(commit.message());
    return line.find() && github.login().equals(commit.author())
        ? Optional.of(line.group(1))
        : Optional.empty();
  }

  /** The message with our trailers. */
  static String sign(String message, String incidentId, String effectKey) {
    return message.stripTrailing()
        + "\n\n"
        + INCIDENT
        + ": "
        + incidentId
        + "\n"
        + EFFECT
        + ": "
        + effectKey
        + "\n";
  }
}
