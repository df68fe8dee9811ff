package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Set;
import org.apiguardian.api.API;

/**
 * Delivers one message. It neither retries nor sleeps; what it answers decides what the core does
 * next.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface NotificationChannel {

  /** What it needs on GitHub; empty for a channel elsewhere. */
  default Set<Permission> permissions() {
    return Set.of();
  }

  /** Names of the hosts it sends to; empty for a channel on GitHub. */
  default Set<String> hosts() {
    return Set.of();
  }

  /**
   * Delivers the message; may be called again with the same {@link Notification#id()} after a
   * crash.
   *
   * @throws Exception anything: counts as {@link Delivery.TryAgain}
   */
  Delivery deliver(Notification notification) throws Exception;
}
