package io.closedloop.core.journal;

import java.util.List;

/**
 * What a check of one chain found.
 *
 * @param entries how many were looked at
 * @param problems empty when the chain is whole
 */
public record ChainReport(Chain chain, long entries, List<Problem> problems) {
  public ChainReport {
    problems = List.copyOf(problems);
  }

  public boolean whole() {
    return problems.isEmpty();
  }

  /** What is wrong with one entry. */
  public record Problem(Kind kind, long seq, String detail) {}

  /** The ways in which a chain can be broken. */
  public enum Kind {
    /** The entry, its place, or the personal text behind it is not what was appended. */
    ALTERED,
    /** An entry in the middle is not there. */
    MISSING,
    /** The chain once went on further. */
    TRUNCATED
  }
}
