package io.closedloop.sandbox.world;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A workflow run with all its attempts. */
public final class Run {
  private final long id;
  private final long number;
  private final Workflow workflow;
  private final Origin origin;
  private final Instant createdAt;
  private final List<Attempt> attempts = new ArrayList<>();

  /** What a run is of: the event, the branch and commit, where they come from, and who did it. */
  public record Origin(
      Repo repo, String event, Repo headRepo, String headBranch, String headSha, Account actor) {}

  /** A workflow file of a repository, known by its path. */
  public record Workflow(long id, String path, String name) {}

  public Run(long id, long number, Workflow workflow, Origin origin, Instant createdAt) {
    this.id = id;
    this.number = number;
    this.workflow = workflow;
    this.origin = origin;
    this.createdAt = createdAt;
  }

  public long id() {
    return id;
  }

  /** Counts the runs of this workflow from 1. */
  public long number() {
    return number;
  }

  public Workflow workflow() {
    return workflow;
  }

  public Origin origin() {
    return origin;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public List<Attempt> attempts() {
    return List.copyOf(attempts);
  }

  public Attempt latest() {
    return attempts.getLast();
  }

  public Optional<Attempt> attempt(int wanted) {
    return attempts.stream().filter(attempt -> attempt.number() == wanted).findFirst();
  }

  public void add(Attempt attempt) {
    attempts.add(attempt);
  }
}
