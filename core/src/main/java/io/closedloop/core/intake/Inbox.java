package io.closedloop.core.intake;

import java.util.concurrent.CompletionStage;

/** Where deliveries are kept before anybody is told that they were accepted. */
public interface Inbox {

  /**
   * Keeps a delivery together with the task of handling it.
   *
   * @return completed when it is safe: true when it is new or had failed, so that it is handled;
   *     false when it was there before; fails with {@link io.closedloop.core.store.QueueFull} when
   *     too much waits
   */
  CompletionStage<Boolean> accept(Delivery delivery);

  /**
   * Notes a delivery from which nothing follows, and why: no task is spent on it, and as nobody
   * will read its payload, only the length of that is kept. Most are of this kind.
   *
   * @return as {@link #accept}
   */
  CompletionStage<Boolean> keep(Delivery delivery, String outcome);
}
