package io.closedloop.core.incident;

import io.closedloop.api.StepResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One proposal of one action, and what became of it.
 *
 * @param number counts from 1 within the incident
 * @param proposal the stored proposal, as JSON
 * @param results one for each step that was carried out
 * @param outcome what became of it: "proposed", {@code acting}, {@code proving}, {@code green},
 *     {@code red}, {@code outage}, {@code none}, {@code rejected}, {@code failed}, {@code outdated}
 */
public record Attempt(
    int number,
    String action,
    Instant at,
    String why,
    String proposal,
    String digest,
    String preview,
    List<StepResult> results,
    String outcome) {

  /** It was for a commit that was no longer the head when its turn came; nothing was done. */
  static final String OUTDATED = "outdated";

  /** It ended red while an outage lasted that holds the incident, and counts as no try. */
  public static final String OUTAGE = "outage";

  public Attempt {
    results = List.copyOf(results);
  }

  Attempt with(StepResult result) {
    List<StepResult> all = new ArrayList<>(results);
    all.add(result);
    return new Attempt(number, action, at, why, proposal, digest, preview, all, "acting");
  }

  Attempt with(String newOutcome) {
    return new Attempt(number, action, at, why, proposal, digest, preview, results, newOutcome);
  }
}
