package io.closedloop.sandbox.world;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A check run that an app wrote; {@code conclusion} is null until it has ended. */
public record CheckRun(
    long id,
    String sha,
    String name,
    Account app,
    String status,
    @Nullable String conclusion,
    Text text,
    Times times) {

  /** What a check run says beside its state. */
  public record Text(
      @Nullable String externalId,
      @Nullable String detailsUrl,
      @Nullable String title,
      @Nullable String summary) {}

  /** When it began, and ended. */
  public record Times(Instant started, @Nullable Instant completed) {}
}
