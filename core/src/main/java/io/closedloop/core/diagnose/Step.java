package io.closedloop.core.diagnose;

import org.jspecify.annotations.Nullable;

/** One step of a job as far as its log shows it: its command, and whether it failed. */
final class Step {
  private static final int LONGEST_COMMAND = 8 * 1024;
  private static final int LONGEST_NAME = 200;

  final int index;
  final @Nullable String name;
  private final StringBuilder command = new StringBuilder();

  /** It printed GitHub's own line about an exit code or a time limit. */
  boolean ended;

  /** It printed an error marker of whatever kind. */
  boolean complained;

  Step(int index, @Nullable String name) {
    this.index = index;
    this.name =
        name != null && name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    if (name != null) {
      addCommand(name);
    }
  }

  void addCommand(String text) {
    if (command.length() < LONGEST_COMMAND) {
      command.append(text, 0, Math.min(text.length(), LONGEST_COMMAND)).append('\n');
    }
  }

  /** What the step ran, as the log echoes it: script lines, shell and inputs. */
  boolean ran(String literal) {
    return command.indexOf(literal) >= 0;
  }
}
