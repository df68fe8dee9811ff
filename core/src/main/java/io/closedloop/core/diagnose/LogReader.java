package io.closedloop.core.diagnose;

import static io.closedloop.core.diagnose.LinePrefix.ascii;

import java.io.IOException;
import java.io.InputStream;
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
  private final Quotation quotation = new Quotation();
  private final Endings endings = new Endings();
  private int echo;

  /** The line of the last script's name that npm printed; its command stands on the next. */
  private int scriptLine;

  /** Whether the log has GitHub's markers, so it is no copy of a page. */
  private boolean groups;

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
    return endings.success() || (endings.finished() && complaining().isEmpty());
  }

  /** Whether the log itself says in words that the job went well, as Jenkins and others do. */
  boolean saysSuccess() {
    return endings.success();
  }

  /** Whether the log itself says in words that the job failed, as Jenkins and others do. */
  boolean failed() {
    return endings.failure();
  }

  /**
   * The steps that printed an error marker, in order, of the first {@value #MOST_FAILED}. Of a log
   * that is whole, scripts that neither ended with one nor stand last passed: a matcher for some
   * tool marked a line.
   */
  List<Step> complaining() {
    return endings.finished()
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
    } else if (quotation.holds(line, at)) {
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
      if (line.startsWith(POST_JOB)) {
        lastOfScript = lastOfScript == null ? step : lastOfScript;
        begin("Post job cleanup");
      } else {
        endings.hear(line, at, step);
      }
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
      complain(line.startsWithAny(ENDS, line.from), line);
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
    step.silence = prefix.silence();
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
