package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.time.Duration;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** How a delivery went. */
@API(status = EXPERIMENTAL, since = "0.1")
public sealed interface Delivery {

  /** It is there; {@code where} is its address, null when it has none. */
  record Sent(@Nullable String where) implements Delivery {}

  /** It may work later; {@code after} null leaves the time to the core. */
  record TryAgain(String reason, @Nullable Duration after) implements Delivery {}

  /** It will never work, or does not concern this channel; the reason is recorded. */
  record Refused(String reason) implements Delivery {}
}
