package io.closedloop.testkit;

import io.closedloop.api.CheckRun;
import io.closedloop.api.GitHubMessages;
import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.Permission;
import io.closedloop.api.RepoId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Messages on GitHub, kept in memory as GitHub would: statuses in a row, one comment for each
 * marker, one check run for each key.
 */
public final class FakeMessages implements GitHubMessages {
  private final List<Status> statuses = new ArrayList<>();
  private final Map<Place, String> comments = new LinkedHashMap<>();
  private final Map<Spot, CheckRun> checkRuns = new LinkedHashMap<>();
  private Set<Permission> permissions = Set.of();
  private boolean app = true;
  private boolean checksRefused;
  private boolean outage;

  /** A status that was set. */
  public record Status(
      RepoId repo,
      String sha,
      String context,
      StatusState state,
      String description,
      @Nullable String targetUrl) {}

  /** Where a comment stands. */
  public record Place(RepoId repo, int pullRequest, String marker) {}

  /** Where a check run stands. */
  public record Spot(RepoId repo, String sha, String name, String key) {}

  /** Grants these permissions and no others; the contract tests pass what the channel declared. */
  public FakeMessages grant(Set<Permission> granted) {
    permissions = Set.copyOf(granted);
    return this;
  }

  /** From now on GitHub does not answer. */
  public FakeMessages away() {
    outage = true;
    return this;
  }

  /** From now on somebody's token is used and no App's. */
  public FakeMessages withoutApp() {
    app = false;
    return this;
  }

  /** From now on GitHub forbids the App to write check runs. */
  public FakeMessages forbidChecks() {
    checksRefused = true;
    return this;
  }

  /** All statuses, oldest first. */
  public List<Status> statuses() {
    return List.copyOf(statuses);
  }

  /** The comments as they stand now, in the order in which they were first written. */
  public Map<Place, String> comments() {
    return new LinkedHashMap<>(comments);
  }

  @Override
  public void setStatus(
      RepoId repo,
      String sha,
      String context,
      StatusState state,
      String description,
      @Nullable String targetUrl) {
    check(Permission.STATUSES_WRITE);
    statuses.add(new Status(repo, sha, context, state, description, targetUrl));
  }

  @Override
  public String upsertComment(RepoId repo, int pullRequest, String marker, String markdown) {
    check(Permission.PULL_REQUESTS_WRITE);
    if (!marker.matches("[A-Za-z0-9-]+")) {
      throw new IllegalArgumentException("not a marker: " + marker);
    }
    comments.put(new Place(repo, pullRequest, marker), markdown);
    return "https://github.test/%s/pull/%d#%s".formatted(repo, pullRequest, marker);
  }

  /** The check runs as they stand now, in the order in which they were first written. */
  public Map<Spot, CheckRun> checkRuns() {
    return new LinkedHashMap<>(checkRuns);
  }

  @Override
  public boolean canWriteChecks() {
    return app;
  }

  @Override
  public Optional<String> checkRun(RepoId repo, String sha, CheckRun run) {
    check(Permission.CHECKS_WRITE);
    if (!app || checksRefused) {
      return Optional.empty();
    }
    checkRuns.put(new Spot(repo, sha, run.name(), run.key()), run);
    return Optional.of("https://github.test/%s/runs/%s".formatted(repo, run.key()));
  }

  private void check(Permission needed) {
    if (!permissions.contains(needed)) {
      throw new IllegalStateException(needed + " was not declared; declared are " + permissions);
    }
    if (outage) {
      throw new GitHubUnavailable("GitHub does not answer");
    }
  }
}
