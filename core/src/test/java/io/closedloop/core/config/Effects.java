package io.closedloop.core.config;

/** Lets tests of other packages ask which settings have an effect. */
public final class Effects {
  private Effects() {}

  /** Whether a change of this key holds now or from the next start on. */
  public static boolean hasEffect(String key) {
    return InEffect.of(key)
        .filter(s -> s instanceof Standing.Live || s instanceof Standing.AfterRestart)
        .isPresent();
  }
}
