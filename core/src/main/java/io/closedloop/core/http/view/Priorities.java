package io.closedloop.core.http.view;

import org.jspecify.annotations.Nullable;

/** Priorities in words and colours. */
final class Priorities {
  private Priorities() {}

  /** The badge of a priority's word; null for none. */
  static @Nullable Badge badge(@Nullable String word) {
    return word == null
        ? null
        : Badge.of(
            word,
            switch (word) {
              case "critical" -> Tone.BAD;
              case "high" -> Tone.WAIT;
              default -> Tone.PLAIN;
            });
  }
}
