package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with one job, and how sure that is.
 *
 * @param category a category's instance name, {@code general}, or {@code none} for a log without a
 *     failure
 * @param tool the tool that failed, null when unknown
 * @param transientFailure whether it can pass by itself
 * @param confidence from 0 to 1
 * @param evidence the lines that speak for it, best first
 * @param fingerprint the same for the same root cause, whatever numbers, hashes, paths and times it
 *     printed
 * @param alternatives the runners-up, best first
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record Diagnosis(
    String category,
    String subcategory,
    @Nullable String tool,
    boolean transientFailure,
    double confidence,
    List<EvidenceLine> evidence,
    String fingerprint,
    List<Alternative> alternatives) {

  /** The category of what no other category claims. */
  public static final String GENERAL = "general";

  /** The category of a log without a failure. */
  public static final String NONE = "none";

  public Diagnosis {
    evidence = List.copyOf(evidence);
    alternatives = List.copyOf(alternatives);
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence is from 0 to 1, not " + confidence);
    }
  }

  /** A copy with another subcategory and tool. */
  public Diagnosis withDetail(String newSubcategory, @Nullable String newTool) {
    return new Diagnosis(
        category,
        newSubcategory,
        newTool,
        transientFailure,
        confidence,
        evidence,
        fingerprint,
        alternatives);
  }

  /** A copy that is transient or not. */
  public Diagnosis withTransient(boolean passesByItself) {
    return new Diagnosis(
        category,
        subcategory,
        tool,
        passesByItself,
        confidence,
        evidence,
        fingerprint,
        alternatives);
  }

  /** A copy with another confidence. */
  public Diagnosis withConfidence(double newConfidence) {
    return new Diagnosis(
        category,
        subcategory,
        tool,
        transientFailure,
        newConfidence,
        evidence,
        fingerprint,
        alternatives);
  }

  /** A category that lost, and how sure it was. */
  public record Alternative(String category, double confidence) {}
}
