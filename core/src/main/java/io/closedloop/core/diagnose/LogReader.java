package io.closedloop.core.diagnose;

import static io.closedloop.core.diagnose.LinePrefix.ascii;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Walks through a log, whatever wrote it, and tells a visitor each line that was printed by
 * something running: without its prefix, with the step it belongs to. Echoed scripts go to the
 * step, not to the visitor.
 */
final class LogReader {
  /** How a line was marked. */
  enum Kind {
    OUTPUT,
    WARNING,
    ERROR,
    /** Text that somebody wrote before the job ran, and a diff or a shell only shows. */
    QUOTED
  }

  /** Receives the lines of a log in order; the line is valid during the call only. */
  interface Visitor {
    void line(Line line, Kind kind, Step step);
  }

  private static final byte[] MARKER = ascii("##[");
  private static final byte[] GROUP = ascii("##[group]");
  private static final byte[] END_GROUP = ascii("##[endgroup]");
  private static final byte[] ERROR = ascii("##[error]");
  private static final byte[] WARNING = ascii("##[warning]");
  private static final byte[] COMMAND = ascii("##[command]");
  private static final byte[] RUN = ascii("Run ");
  private static final byte[] POST_JOB = ascii("Post job cleanup.");
  private static final byte[] ORPHANS = ascii("Cleaning up orphan processes");
  private static final List<byte[]> SUCCESSES =
      List.of(
          ascii("Finished: SUCCESS"),
          ascii("Done. Your build exited with 0."),
          ascii("Job succeeded"));
  private static final List<byte[]> FAILURES =
      List.of(
          ascii("Finished: FAILURE"),
          ascii("Finished: UNSTABLE"),
          ascii("Finished: ABORTED"),
          ascii("Your build has been stopped."),
          ascii("Done. Your build exited with "),
          ascii("No output has been received in the last "),
          ascii("The job exceeded the maximum "),
          ascii("Exited with code "),
          ascii("Build step '"),
          ascii("==> Build failed"),
          ascii("ERROR: Job failed"),
          ascii("user command error: exit status "),
          "\ud83d\udea8 Error: The command exited with status ".getBytes(StandardCharsets.UTF_8));
  private static final byte[] APPVEYOR_FAILED = ascii("Command exited with code ");
  private static final byte[] TASKCLUSTER = ascii("[taskcluster ");
  private static final byte[] EXIT_CODE = ascii("Process completed with exit code ");
  private static final byte[] EXIT_CODE_0 = ascii("Process completed with exit code 0");

  /** How a marked line begins that ends its step, on GitHub and on Azure. */
  private static final List<byte[]> ENDS =
      List.of(
          EXIT_CODE,
          ascii("The action '"),
          ascii("The process '"),
          ascii("Bash exited with code '"),
          ascii("Cmd.exe exited with code '"),
          ascii("PowerShell exited with code '"));

  /** What GitHub's pages show in the place of an error marker. */
  private static final byte[] MARKER_ON_PAGES = ascii("Error: ");

  private static final List<byte[]> STOPPED =
      List.of(
          ascii("The operation was canceled"),
          ascii("The runner has received a shutdown signal"),
          ascii("The job running on runner "));
  private static final byte[] TRACE = ascii("+ ");
  private static final byte[] SUBSHELL_TRACE = ascii("++ ");

  /** What GitLab, Buildkite and yarn print before a command that they run. */
  private static final byte[] PROMPT = ascii("$ ");

  /** What npm and pnpm print before the name of a script, and before its command. */
  private static final byte[] SCRIPT = ascii("> ");

  private static final Pattern SCRIPT_NAME = Pattern.compile("^> \\S+@\\S+ (\\S+)(?: \\S+)?$");

  /** What Jest, Babel, Rust's and C's compilers and BuildKit print between a number and source. */
  private static final byte[] FRAME = ascii(" | ");

  /** The same of Vitest. */
  private static final byte[] NARROW_FRAME = ascii("| ");

  private static final byte[] TAP_OK = ascii("ok ");
  private static final byte[] PASS = ascii("PASS");
  private static final byte[] GO_PASS = ascii("--- PASS");

  /** Check marks, plain, heavy and white on green, and the root sign that stands for one. */
  private static final List<byte[]> CHECKS =
      List.of(
          "\u2713".getBytes(StandardCharsets.UTF_8),
          "\u2714".getBytes(StandardCharsets.UTF_8),
          "\u2705".getBytes(StandardCharsets.UTF_8),
          "\u221a".getBytes(StandardCharsets.UTF_8));

  /** What commands end with that run over SSH, as Go's library says it, and on TeamCity. */
  private static final List<byte[]> STATUSES =
      List.of(ascii("Process exited with status "), ascii("Process exited with code "));

  private static final Pattern TRAVIS_FAILED = Pattern.compile("\" exited with [1-9]\\d*\\.$");
  private static final byte[] TRAVIS_COMMAND = ascii("The command \"");
  private static final byte[] PLAIN_ERROR = ascii("::error");
  private static final byte[] PLAIN_WARNING = ascii("::warning");
  private static final byte[] MAVEN_WARNING = ascii("[WARNING]");

  /** An echoed script without an end, as a cut log has it, must not hide the rest. */
  private static final int LONGEST_ECHO = 2000;

  private static final int MOST_FAILED = 50;

  private final LinePrefix prefix = new LinePrefix();
  private final ParallelBranches branches = new ParallelBranches();
  private final List<Step> complaining = new ArrayList<>();
  private Step step = new Step(0, null);
  private @Nullable String column;
  private @Nullable Step lastOfScript;
  private final Hunks hunks = new Hunks();
  private final CommitText commits = new CommitText();
  private int echo;

  /** The line of the last script's name that npm printed; its command stands on the next. */
  private int scriptLine;

  /** Whether the log has GitHub's markers, so it is no copy of a page. */
  private boolean groups;

  private boolean finished;
  private boolean success;
  private boolean failure;
  private int lines;
  private int cut;

  /** Reads to the end of the stream. */
  void read(InputStream in, Visitor visitor) throws IOException {
    var reader = new LineReader(in);
    var line = new Line();
    while (reader.next(line)) {
      lines = line.number;
      one(line, visitor);
    }
    cut = reader.cutLines();
  }

  int lines() {
    return lines;
  }

  int cutLines() {
    return cut;
  }

  /**
   * Whether the log itself says that all went well: by words, or by GitHub's runner ending without
   * an error marker.
   */
  boolean succeeded() {
    return success || (finished && complaining().isEmpty());
  }

  /** Whether the log itself says in words that the job went well, as Jenkins and others do. */
  boolean saysSuccess() {
    return success;
  }

  /** Whether the log itself says in words that the job failed, as Jenkins and others do. */
  boolean failed() {
    return failure;
  }

  /**
   * The steps that printed an error marker, in order, of the first {@value #MOST_FAILED}. Of a log
   * that is whole, scripts that neither ended with one nor stand last passed: a matcher for some
   * tool marked a line.
   */
  List<Step> complaining() {
    return finished
        ? complaining.stream().filter(s -> !s.script || s.ended || s.stopped || s == step).toList()
        : complaining;
  }

  /** The step that the log ended in, not counting what the runner does after all steps. */
  Step last() {
    return lastOfScript == null ? step : lastOfScript;
  }

  private void one(Line line, Visitor visitor) {
    int start = line.from;
    var named = prefix.strip(line);
    branches.strip(line);
    if (named != null && !named.equals(column)) {
      column = named;
      begin(named);
    }
    int at = behindSpaces(line);
    if (line.number == 1 && line.startsWith(RUN)) {
      // a step copied from GitHub's page
      begin(line.text());
    }
    if (line.startsWith(MARKER)) {
      marked(line, start, visitor);
    } else if (!groups && endsOnPage(line, at)) {
      complain(true, line);
      visitor.line(line, Kind.ERROR, step);
    } else if (echo > 0) {
      echo--;
      step.addEcho(line.text());
    } else if (hunks.holds(line) || commits.holds(line)) {
      visitor.line(line, Kind.QUOTED, step);
    } else if (passed(line, at) || showsSource(line, at)) {
      visitor.line(line, Kind.QUOTED, step);
    } else if (line.startsWith(SCRIPT) && ofNpm(line)) {
      visitor.line(line, Kind.QUOTED, step);
    } else if (line.startsWith(PROMPT)) {
      step.addTraced(line.text().substring(PROMPT.length));
      visitor.line(line, Kind.QUOTED, step);
    } else if (line.startsWith(TRACE) || line.startsWith(SUBSHELL_TRACE)) {
      step.addTraced(line.text());
      visitor.line(line, Kind.QUOTED, step);
    } else if (line.startsWith(PLAIN_ERROR)) {
      behindSecondColons(line);
      visitor.line(line, Kind.ERROR, step);
    } else if (line.startsWith(PLAIN_WARNING) || line.startsWith(MAVEN_WARNING)) {
      visitor.line(line, Kind.WARNING, step);
    } else {
      ownWords(line, at);
      step.lastLine = line.number;
      visitor.line(line, Kind.OUTPUT, step);
    }
  }

  /** Where the text begins: what is copied from a page is often indented. */
  private static int behindSpaces(Line line) {
    int at = line.from;
    while (at < line.to && line.bytes[at] == ' ') {
      at++;
    }
    return at;
  }

  /** GitHub's pages show the line that ends a step without its marker; moves the cursor to it. */
  private static boolean endsOnPage(Line line, int at) {
    int text = line.startsWith(MARKER_ON_PAGES, at) ? at + MARKER_ON_PAGES.length : at;
    boolean ends = line.startsWith(EXIT_CODE, text) && !line.startsWith(EXIT_CODE_0, text);
    if (ends) {
      line.from = text;
    }
    return ends;
  }

  /** A test that passed says nothing by its name, however it sounds. */
  private static boolean passed(Line line, int at) {
    if (at == line.to) {
      return false;
    }
    return switch (line.bytes[at]) {
      case 'o' -> line.startsWith(TAP_OK, at);
      case 'P' -> line.startsWith(PASS, at);
      case '-' -> line.startsWith(GO_PASS, at);
      case (byte) 0xe2 -> startsWithAny(line, CHECKS, at);
      default -> false;
    };
  }

  /** Whether npm or pnpm shows here which script it runs, or the script's command. */
  private boolean ofNpm(Line line) {
    if (scriptLine > 0 && line.number == scriptLine + 1) {
      step.addTraced(line.text().substring(SCRIPT.length));
      return true;
    }
    var name = SCRIPT_NAME.matcher(line.startOfText());
    if (name.matches()) {
      scriptLine = line.number;
      step.addTraced("npm run " + name.group(1));
      return true;
    }
    return false;
  }

  /** Whether a tool shows a line of some source with its number, as in {@code > 12 | a = b}. */
  private static boolean showsSource(Line line, int at) {
    int number = at;
    while (number < line.to && (line.bytes[number] == '>' || line.bytes[number] == ' ')) {
      number++;
    }
    int end = number;
    while (end < line.to && line.bytes[end] >= '0' && line.bytes[end] <= '9') {
      end++;
    }
    return end > number && (line.startsWith(FRAME, end) || line.startsWith(NARROW_FRAME, end));
  }

  /** What a runner says of the job, GitHub's and those of other systems. */
  private void ownWords(Line line, int at) {
    switch (at == line.to ? 0 : line.bytes[at]) {
      case 'P' -> {
        if (line.startsWith(POST_JOB)) {
          lastOfScript = lastOfScript == null ? step : lastOfScript;
          begin("Post job cleanup");
        } else {
          for (var status : STATUSES) {
            int code = at + status.length;
            failure |= line.startsWith(status, at) && code < line.to && line.bytes[code] != '0';
          }
        }
      }
      case 'C' -> {
        finished |= line.startsWith(ORPHANS);
        failure |= line.startsWith(APPVEYOR_FAILED, at);
      }
      case '=', 'B', 'D', 'E', 'F', 'J', 'N', 'T', 'Y', 'u', (byte) 0xf0 -> {
        if (line.startsWith(TRAVIS_COMMAND, at)) {
          var text = line.text();
          step.addTraced(text);
          failure |= TRAVIS_FAILED.matcher(text).find();
        }
        boolean well = startsWithAny(line, SUCCESSES, at);
        success |= well;
        failure |= !well && startsWithAny(line, FAILURES, at);
      }
      case '[' -> {
        if (line.startsWith(TASKCLUSTER)) {
          var text = line.text();
          success |= text.contains("] Successful task run with exit code: 0 ");
          failure |= text.contains("] Unsuccessful task run");
        }
      }
      default -> {}
    }
  }

  private static boolean startsWithAny(Line line, List<byte[]> words, int at) {
    for (var each : words) {
      if (line.startsWith(each, at)) {
        return true;
      }
    }
    return false;
  }

  private void marked(Line line, int start, Visitor visitor) {
    if (line.startsWith(GROUP)) {
      groups = true;
      echo = 0;
      line.from += GROUP.length;
      if (line.startsWith(RUN)) {
        begin(line.text());
        step.began = LinePrefix.time(line.bytes, start, line.from);
        echo = LONGEST_ECHO;
      }
    } else if (line.startsWith(END_GROUP)) {
      echo = 0;
    } else if (line.startsWith(ERROR)) {
      line.from += ERROR.length;
      complain(startsWithAny(line, ENDS, line.from), line);
      visitor.line(line, Kind.ERROR, step);
    } else if (line.startsWith(WARNING)) {
      line.from += WARNING.length;
      visitor.line(line, Kind.WARNING, step);
    } else if (line.startsWith(COMMAND)) {
      step.addCommand(line.text());
    }
  }

  private void complain(boolean ended, Line line) {
    step.ended |= ended;
    step.stopped |= STOPPED.stream().anyMatch(line::startsWith);
    step.markerLine = line.number;
    step.marker = line.startOfText();
    hunks.end();
    if (!step.complained && complaining.size() < MOST_FAILED) {
      complaining.add(step);
    }
    step.complained = true;
    echo = 0;
  }

  private void begin(String name) {
    step = new Step(step.index + 1, name);
  }

  private static void behindSecondColons(Line line) {
    for (int i = line.from + 2; i + 1 < line.to; i++) {
      if (line.bytes[i] == ':' && line.bytes[i + 1] == ':') {
        line.from = i + 2;
        return;
      }
    }
  }
}
