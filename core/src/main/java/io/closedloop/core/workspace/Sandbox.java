package io.closedloop.core.workspace;

import java.util.List;

/** The means by which this machine keeps a stranger's tool away from network, secrets and files. */
public sealed interface Sandbox {

  /** In words for people: which one, or why none and what to do. */
  String words();

  /**
   * Finds out, by really running something in each, which one works here; bubblewrap goes first.
   */
  static Sandbox probe(WorkspaceOptions options) {
    return new SandboxProbe(options).find();
  }

  /** None; tools are not run at all then. */
  record None(String reason) implements Sandbox {
    @Override
    public String words() {
      return "no sandbox: " + reason;
    }
  }

  /** One that works by putting a program in front of the command. */
  sealed interface Wrapping extends Sandbox permits Bubblewrap, Unshare {
    /**
     * The command to run on this machine; arguments are passed on untouched, never through a
     * shell's eyes.
     */
    List<String> wrap(Box box);
  }
}
