package io.closedloop.core.intake;

/**
 * One webhook request from GitHub, or one that was fed in by hand.
 *
 * @param id GitHub's GUID; the same when GitHub delivers again
 * @param origin {@code webhook} or {@code ingest}
 * @param payload the JSON document; never logged
 */
@SuppressWarnings("ArrayRecordComponent")
public record Delivery(String id, String event, String origin, byte[] payload) {
  @Override
  public String toString() {
    return "delivery " + id + " (" + event + ")";
  }
}
