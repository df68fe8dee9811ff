package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Map;
import org.apiguardian.api.API;

/**
 * What carrying out one step gave.
 *
 * @param status what happened
 * @param values what the effect returned by name, for example {@code sha}, {@code run_attempt},
 *     {@code status}, {@code body}; redacted
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record StepResult(String title, Status status, Map<String, String> values) {
  public StepResult {
    values = Map.copyOf(values);
  }

  /** How a step ended; {@code UNKNOWN} when the process died in the middle and no read can tell. */
  public enum Status {
    DONE,
    REFUSED,
    FAILED,
    UNKNOWN
  }
}
