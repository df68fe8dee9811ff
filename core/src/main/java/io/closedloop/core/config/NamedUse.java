package io.closedloop.core.config;

/**
 * A name of something that plugins bring, where a configuration uses it.
 *
 * @param at shipped where only the defaults name it
 */
public record NamedUse(Kind kind, String name, Position at) {
  /** What is named. */
  public enum Kind {
    CATEGORY,
    ACTION,
    CHANNEL,
    /** Several actions that are allowed together. */
    GROUP
  }
}
