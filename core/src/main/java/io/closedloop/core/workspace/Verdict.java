package io.closedloop.core.workspace;

import java.util.List;

/** Whether a patch keeps its boundaries. */
public sealed interface Verdict {

  /**
   * It does.
   *
   * @param changes what really differs from the commit, in the patch's order; empty when nothing
   *     does
   */
  record Within(List<Change> changes) implements Verdict {
    public Within {
      changes = List.copyOf(changes);
    }
  }

  /**
   * It does not, and nothing of it may be carried out.
   *
   * @param reasons all of them, each a sentence that names its file; they never hold content
   */
  record Breach(List<String> reasons) implements Verdict {
    public Breach {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * One file that differs.
   *
   * @param mode to commit it with: that of the original, or a plain file's
   * @param added lines that came
   * @param removed lines that went
   */
  record Change(String path, FileMode mode, int added, int removed) {}
}
