package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.time.Instant;
import java.util.List;
import org.apiguardian.api.API;

/**
 * One earlier attempt of an incident.
 *
 * @param action the name of the instance that proposed it, as in {@link PluginContext#instance()}
 * @param outcome what became of it, in the words of the timeline, for example {@code red}
 * @param results one for each step that was carried out, in order
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record PastAttempt(String action, Instant at, String outcome, List<StepResult> results) {
  public PastAttempt {
    results = List.copyOf(results);
  }
}
