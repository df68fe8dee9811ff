package io.closedloop.sandbox.world;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A commit status; {@code state} is error, failure, pending or success. */
public record CommitStatus(
    long id,
    String sha,
    String state,
    String context,
    Text text,
    Account creator,
    Instant createdAt) {

  /** What a status says beside its state. */
  public record Text(@Nullable String description, @Nullable String targetUrl) {}
}
