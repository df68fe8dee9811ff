package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/** What may be done again when the process died between the beginning and the end of an effect. */
@API(status = EXPERIMENTAL, since = "0.1")
public enum RepeatPolicy {
  /**
   * The core checks a condition that makes a second execution impossible, such as the expected
   * head.
   */
  GUARDED,
  /** The receiver honours our key. */
  IDEMPOTENT,
  /** A read tells whether it happened. */
  PROBE,
  /** Never again: an ambiguous one becomes unknown and asks a person. */
  NEVER
}
