package io.closedloop.core.plugin;

import java.time.Duration;

/**
 * How a call into plugin code went.
 *
 * @param <T> what the call was to return
 */
public sealed interface Outcome<T> {

  /** It returned a value. */
  record Returned<T>(T value) implements Outcome<T> {}

  /**
   * It threw.
   *
   * @param summary type and message in one line
   * @param stackTrace cut to a readable length; secrets are masked in both
   */
  record Threw<T>(String summary, String stackTrace) implements Outcome<T> {}

  /** It returned null, which the API allows nowhere. */
  record Null<T>() implements Outcome<T> {}

  /** It was still running at its deadline, and was interrupted. */
  record TimedOut<T>(Duration deadline) implements Outcome<T> {}

  /** It did not run, because no thread became free in time; it may be tried again. */
  record Busy<T>() implements Outcome<T> {}

  /** It did not run, because earlier calls of the same instance never ended. */
  record Refused<T>(String reason) implements Outcome<T> {}

  /** What an operator should read about it in one line. */
  default String describe() {
    return switch (this) {
      case Returned<T> _ -> "returned";
      case Threw<T>(String summary, String _) -> "threw " + summary;
      case Null<T> _ -> "returned null";
      case TimedOut<T>(Duration deadline) -> "did not end within " + deadline.toMillis() + " ms";
      case Busy<T> _ -> "did not run: every thread for plugins was taken";
      case Refused<T>(String reason) -> "did not run: " + reason;
    };
  }
}
