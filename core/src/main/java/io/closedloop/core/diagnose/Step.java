package io.closedloop.core.diagnose;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of a job as far as its log shows it: its commands, and whether it failed. */
final class Step {
  private static final int LONGEST_COMMAND = 8 * 1024;
  private static final int LONGEST_NAME = 200;

  /** Commands of a script that are kept, and of those that a shell shows as it runs them. */
  private static final int MOST_COMMANDS = 100;

  private static final int LAST_TRACED = 3;
  private static final int LONGEST_SHOWN = 1000;

  final int index;
  final @Nullable String name;
  private final StringBuilder command = new StringBuilder();
  private final List<String> commands = new ArrayList<>();
  private final ArrayDeque<String> traced = new ArrayDeque<>();
  private boolean settings;
  private int traces;

  /** When its first line was printed, null where the log does not tell. */
  @Nullable Instant began;

  /** For how long nothing was printed before its last marked error, zero where nothing tells. */
  Duration silence = Duration.ZERO;

  /** It printed GitHub's own line about an exit code or a time limit. */
  boolean ended;

  /** It was stopped from outside. */
  boolean stopped;

  /** A script: GitHub's runner says how it ended whenever it fails. */
  boolean script;

  /** It printed an error marker of whatever kind. */
  boolean complained;

  /** The last line that was marked as an error, 0 when none was. */
  int markerLine;

  String marker = "";

  /** The number of its last line, of those that are no marker. */
  int lastLine;

  Step(int index, @Nullable String name) {
    this.index = index;
    this.name =
        name != null && name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    if (name != null) {
      addCommand(name);
      commands.add(shown(name));
    }
  }

  /** Whether it is an action, {@code Run owner/name@ref}, which has a way of its own to fail. */
  private boolean action() {
    return name != null && name.indexOf('/') > 0 && name.indexOf('@') > name.indexOf('/');
  }

  /** A line of what the log echoes before the step runs: its script, then its settings. */
  void addCommand(String text) {
    if (command.length() < LONGEST_COMMAND) {
      command.append(text, 0, Math.min(text.length(), LONGEST_COMMAND)).append('\n');
    }
  }

  /** The same, in the order in which GitHub's runner prints it. */
  void addEcho(String text) {
    addCommand(text);
    script |= text.startsWith("shell: ") && !action();
    settings |= text.startsWith("shell: ") || text.equals("with:") || text.equals("env:");
    if (!settings && commands.size() < MOST_COMMANDS && !text.stripLeading().startsWith("#")) {
      commands.add(shown(text));
    }
  }

  /** A command that a shell shows when it runs it; the last ones count. */
  void addTraced(String text) {
    traces++;
    if (traced.size() == LAST_TRACED) {
      traced.remove();
    }
    traced.add(shown(text));
  }

  private static String shown(String text) {
    return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) : text;
  }

  /**
   * What the step ran, as the log echoes it: script lines, shell, inputs, and the last commands.
   */
  boolean ran(String literal) {
    return command.indexOf(literal) >= 0 || traced.stream().anyMatch(it -> it.contains(literal));
  }

  /** How many commands a shell has shown so far; with each, what {@link #ran} may change. */
  int traces() {
    return traces;
  }

  /** Its name and the commands that it ran, without its settings. */
  List<String> commands() {
    var all = new ArrayList<>(commands);
    all.addAll(traced);
    return all;
  }
}
