package io.closedloop.sandbox.world;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A step of a job as the API shows it; {@code status} is queued, in_progress or completed. */
public record Step(
    int number,
    String name,
    String status,
    @Nullable String conclusion,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt) {

  public static Step queued(int number, String name) {
    return new Step(number, name, "queued", null, null, null);
  }

  public Step begun(Instant at) {
    return new Step(number, name, "in_progress", null, at, null);
  }

  public Step ended(String how, Instant at) {
    return new Step(number, name, "completed", how, startedAt == null ? at : startedAt, at);
  }
}
