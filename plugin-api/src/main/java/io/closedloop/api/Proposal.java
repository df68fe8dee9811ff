package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.time.Duration;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** What an action answers. */
@API(status = EXPERIMENTAL, since = "0.1")
public sealed interface Proposal {

  /**
   * Carry these steps out, in order.
   *
   * @param why one sentence for the people who read the timeline or approve
   * @param proof what will show that it worked
   * @param askAgain whether to ask the action anew after the steps, with their results in the
   *     history
   * @param suppression set when this makes a check green by not looking; then it is always
   *     supervised, and ends mitigated
   */
  record Act(
      List<Step> steps,
      String why,
      Proof proof,
      boolean askAgain,
      @Nullable Suppression suppression)
      implements Proposal {
    public Act {
      steps = List.copyOf(steps);
      if (steps.isEmpty()) {
        throw new IllegalArgumentException("an Act has at least one step; use Nothing instead");
      }
    }

    /** One effect, proven by it. */
    public static Act of(Effect effect, String why, Proof proof) {
      return new Act(List.of(new Step(why, effect)), why, proof, false, null);
    }

    /** Several effects in order. */
    public static Act of(List<Step> steps, String why, Proof proof) {
      return new Act(steps, why, proof, false, null);
    }

    /** A copy that asks the action anew after the steps. */
    public Act thenAskAgain() {
      return new Act(steps, why, proof, true, suppression);
    }

    /** A copy that is declared a suppression. */
    public Act suppressing(Suppression what) {
      return new Act(steps, why, proof, askAgain, what);
    }
  }

  /** An analysis; it changes nothing. */
  record Findings(String title, String markdown, List<Finding> findings) implements Proposal {
    public Findings {
      findings = List.copyOf(findings);
    }
  }

  /** This action has nothing to offer here. */
  record Nothing(String reason) implements Proposal {}

  /** Ask again after this time. */
  record Later(Duration after, String reason) implements Proposal {}

  /** A person is needed; the plan ends here. */
  record GiveUp(String reason) implements Proposal {}

  /** One step of a plan. */
  record Step(String title, Effect effect) {}

  /** What is no longer looked at, and for how long. */
  record Suppression(String what, Duration expiresAfter) {}

  /** One thing found; {@code path} null when it has no place, {@code line} from 1 or 0 for none. */
  record Finding(@Nullable String path, int line, String severity, String message) {}
}
