package io.closedloop.sandbox.hook;

import io.closedloop.sandbox.world.Body;

/**
 * One try to bring an event to the webhook address. A repeated delivery keeps its id. {@code
 * status} is the receiver's HTTP status, or 0 where there was no answer.
 */
public record Delivery(Event event, Outcome outcome, int status, boolean redelivery) {

  /** What happened, as it goes over the wire; {@code action} is empty for events without one. */
  public record Event(String id, String name, String action, Body body) {}

  /** How far a delivery came. */
  public enum Outcome {
    QUEUED,
    HELD,
    DROPPED,
    ANSWERED,
    UNANSWERED
  }

  Delivery become(Outcome next, int answer) {
    return new Delivery(event, next, answer, redelivery);
  }
}
