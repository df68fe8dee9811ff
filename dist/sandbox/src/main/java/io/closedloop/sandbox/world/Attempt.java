package io.closedloop.sandbox.world;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt of a run: its jobs and how it stands. */
public final class Attempt {
  private final int number;
  private final Account triggeringActor;
  private final Instant startedAt;
  private final List<Job> jobs = new ArrayList<>();
  private Instant updatedAt;
  private String status = "queued";
  private @Nullable String conclusion;

  public Attempt(int number, Account triggeringActor, Instant startedAt) {
    this.number = number;
    this.triggeringActor = triggeringActor;
    this.startedAt = startedAt;
    this.updatedAt = startedAt;
  }

  public int number() {
    return number;
  }

  /** Who caused this attempt; for a re-run not the one who caused the run. */
  public Account triggeringActor() {
    return triggeringActor;
  }

  public Instant startedAt() {
    return startedAt;
  }

  public Instant updatedAt() {
    return updatedAt;
  }

  public String status() {
    return status;
  }

  public Optional<String> conclusion() {
    return Optional.ofNullable(conclusion);
  }

  public boolean isCompleted() {
    return status.equals("completed");
  }

  public List<Job> jobs() {
    return List.copyOf(jobs);
  }

  public void add(Job job) {
    jobs.add(job);
  }

  public void begin(Instant at) {
    status = "in_progress";
    updatedAt = at;
  }

  public void complete(String how, Instant at) {
    status = "completed";
    conclusion = how;
    updatedAt = at;
  }
}
