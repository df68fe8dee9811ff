package io.closedloop.core.diagnose;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a diagnosis came about: what matched where, how it was weighed, and why the others lost.
 * Small whatever the log holds, and without secrets.
 *
 * @param decision one sentence
 * @param confidence from 0 to 1, before the history of the commit and of tests was looked at
 * @param minimumConfidence what it takes to be believed
 * @param candidates the categories that anything spoke for, best first; at most {@value
 *     #MOST_CANDIDATES}
 */
public record Explanation(
    String decision, double confidence, double minimumConfidence, List<Candidate> candidates) {
  static final int MOST_CANDIDATES = 6;
  static final int MOST_MATCHES = 8;
  static final int LONGEST_TEXT = 200;

  public Explanation {
    candidates = List.copyOf(candidates);
  }

  /**
   * A category and what spoke for it.
   *
   * @param score the best match and the support of the others together, from 0 to 1
   * @param support what other signatures added to the best match
   * @param why why it was chosen, or lost
   * @param matches by signature, best first; at most {@value #MOST_MATCHES}
   * @param left how many further signatures matched
   */
  public record Candidate(
      String category, double score, double support, String why, List<Match> matches, int left) {
    public Candidate {
      matches = List.copyOf(matches);
    }
  }

  /**
   * A signature that matched.
   *
   * @param line where it matched best; 0 for what stands in no log
   * @param lastLine where it matched last
   * @param times how often, as far as that is counted
   * @param text the line
   * @param kind how the line was marked: output, warning or error
   * @param step the step that printed it, null when the log does not tell
   * @param score the product of the factors
   */
  public record Match(
      String signature,
      int line,
      int lastLine,
      int times,
      String text,
      String kind,
      @Nullable String step,
      double score,
      List<Factor> factors) {
    public Match {
      factors = List.copyOf(factors);
    }
  }
}
