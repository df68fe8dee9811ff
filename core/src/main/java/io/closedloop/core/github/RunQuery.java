package io.closedloop.core.github;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which workflow runs to list; null means any.
 *
 * @param limit at most so many runs, newest first; GitHub itself ends at 1,000
 */
public record RunQuery(
    @Nullable String branch,
    @Nullable String headSha,
    @Nullable String event,
    @Nullable String status,
    @Nullable Instant createdSince,
    int limit) {

  /** The newest runs of whatever kind. */
  public static RunQuery newest(int limit) {
    return new RunQuery(null, null, null, null, null, limit);
  }

  public RunQuery ofBranch(String name) {
    return new RunQuery(name, headSha, event, status, createdSince, limit);
  }

  public RunQuery ofCommit(String sha) {
    return new RunQuery(branch, sha, event, status, createdSince, limit);
  }

  public RunQuery ofEvent(String name) {
    return new RunQuery(branch, headSha, name, status, createdSince, limit);
  }

  /** With a status or conclusion, as GitHub's one parameter for both takes it. */
  public RunQuery inStatus(String name) {
    return new RunQuery(branch, headSha, event, name, createdSince, limit);
  }

  public RunQuery since(Instant time) {
    return new RunQuery(branch, headSha, event, status, time, limit);
  }
}
