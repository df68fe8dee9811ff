package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;

/**
 * Names one kind of failure from its evidence alone. Its knowledge is data: signature files that
 * the core matches in one pass. It does no I/O.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface FailureCategory {

  /**
   * Names of the signature files (YAML) inside the plugin's jar, as for {@link
   * ClassLoader#getResource}.
   */
  List<String> signatureResources();

  /**
   * By how many levels failures of this category are more urgent than others, from 0 to 3; the
   * operator's {@code failure_detection.workflow_patterns} win over it.
   */
  default int priorityBoost() {
    return 0;
  }

  /**
   * Whether the causes of such failures lie outside the repositories that fail, in what many of
   * them share: a network, a registry, a service. The same failure in several of them within a
   * short time is then one outage, and nothing is run again while it lasts.
   */
  default boolean correlates() {
    return false;
  }

  /**
   * A second look at what the signatures found for this category.
   *
   * @param evidence what an engineer would read
   * @param matches the matches of this category, best first, never empty
   * @param draft the diagnosis that the core made of them
   * @return the draft, or a changed copy of it; the category itself stays
   */
  default Diagnosis refine(Evidence evidence, List<SignatureMatch> matches, Diagnosis draft) {
    return draft;
  }
}
