package io.closedloop.core.journal;

/** Another writer appended to the chain first: read it again and decide anew. */
public final class ChainConflict extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ChainConflict(Chain chain, long expected, long actual) {
    super(
        "chain %s ends at %d, not at %d as expected; read it again and decide anew"
            .formatted(chain.name(), actual, expected));
  }
}
