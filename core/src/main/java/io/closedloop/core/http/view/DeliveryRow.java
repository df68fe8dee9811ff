package io.closedloop.core.http.view;

import io.closedloop.core.intake.Deliveries;
import java.time.Instant;

/** A delivery in the list. */
public record DeliveryRow(
    String id,
    String event,
    String origin,
    Badge badge,
    String outcome,
    String size,
    When received) {

  /** The row as seen from now. */
  public static DeliveryRow of(Deliveries.Row row, Instant now) {
    Tone tone =
        switch (row.state()) {
          case "handled" -> Tone.GOOD;
          case "failed" -> Tone.BAD;
          default -> Tone.BUSY;
        };
    return new DeliveryRow(
        row.id(),
        row.event(),
        row.origin(),
        Badge.of(row.state(), tone),
        Visible.text(row.outcome()),
        Math.ceilDiv(row.bytes(), 1024) + " KB",
        When.of(row.receivedAt(), now));
  }
}
