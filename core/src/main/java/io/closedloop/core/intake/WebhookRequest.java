package io.closedloop.core.intake;

import org.jspecify.annotations.Nullable;

/** One webhook request as it came over the wire; a header that was not sent is null. */
@SuppressWarnings("ArrayRecordComponent")
public record WebhookRequest(
    @Nullable String event,
    @Nullable String deliveryId,
    @Nullable String signature256,
    @Nullable String contentType,
    byte[] body) {

  /** GitHub's largest payload, in bytes. */
  public static final int MAX_BYTES = 25 * 1024 * 1024;

  @Override
  public String toString() {
    return "delivery " + deliveryId + " (" + event + ", " + body.length + " bytes)";
  }
}
