package io.closedloop.benchmarks;

/**
 * A figure that was promised beside the one that was measured.
 *
 * @param measured NaN when a contestant was missing, so that it is not met
 * @param atLeast whether more is better
 */
public record Aim(String what, double measured, boolean atLeast, double wanted) {

  /** More is better. */
  public static Aim atLeast(String what, double measured, double wanted) {
    return new Aim(what, measured, true, wanted);
  }

  /** Less is better. */
  public static Aim atMost(String what, double measured, double wanted) {
    return new Aim(what, measured, false, wanted);
  }

  /** Whether it is as good as was promised. */
  public boolean met() {
    return atLeast ? measured >= wanted : measured <= wanted;
  }
}
