package io.closedloop.core.recover;

import java.util.List;

/** Whether a proposal may be carried out at all, whoever approves it. */
sealed interface Judgement {

  /** It may; {@code preview} is what would change, as people read it. */
  record Fine(String preview) implements Judgement {}

  /** It may not. */
  record Refused(List<String> reasons) implements Judgement {
    public Refused {
      reasons = List.copyOf(reasons);
    }
  }
}
