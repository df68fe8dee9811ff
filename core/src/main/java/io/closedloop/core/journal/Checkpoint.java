package io.closedloop.core.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last entries of chains as they were at one moment, recorded on the system chain. */
public record Checkpoint(List<Head> heads) implements Fact {
  public Checkpoint(@Nullable List<Head> heads) {
    this.heads = heads == null ? List.of() : List.copyOf(heads);
  }

  /** The last entry of one chain. */
  public record Head(String chain, long seq, String hash) {}
}
