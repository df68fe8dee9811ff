package io.closedloop.core.diagnose;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.Evidence;
import io.closedloop.api.SignatureMatch;
import java.util.List;

/** The second look that a category may take; whoever calls plugins supplies it. */
public interface Refiner {

  /** Leaves every draft as it is. */
  Refiner NONE = (evidence, matches, draft) -> draft;

  /**
   * Asks the category that {@code draft} names.
   *
   * @param matches the matches of that category, best first, never empty
   */
  Diagnosis refine(Evidence evidence, List<SignatureMatch> matches, Diagnosis draft);
}
