package io.closedloop.core.diagnose;

import static io.closedloop.core.diagnose.LinePrefix.ascii;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** What runners say of a whole job in words: that it went well, failed, or is over. */
final class Endings {
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

  /** What commands end with that run over SSH, as Go's library says it, and on TeamCity. */
  private static final List<byte[]> STATUSES =
      List.of(ascii("Process exited with status "), ascii("Process exited with code "));

  private static final Pattern TRAVIS_FAILED = Pattern.compile("\" exited with [1-9]\\d*\\.$");
  private static final byte[] TRAVIS_COMMAND = ascii("The command \"");

  private boolean finished;
  private boolean success;
  private boolean failure;

  /** Whether GitHub's runner ended in good order, however the job went. */
  boolean finished() {
    return finished;
  }

  /** Whether the job went well. */
  boolean success() {
    return success;
  }

  /** Whether the job failed. */
  boolean failure() {
    return failure;
  }

  /**
   * Hears a line of output.
   *
   * @param at where its text begins
   * @param step that it belongs to; is told of commands that Travis names
   */
  void hear(Line line, int at, Step step) {
    switch (at == line.to ? 0 : line.bytes[at]) {
      case 'P' -> {
        for (var status : STATUSES) {
          int code = at + status.length;
          failure |= line.startsWith(status, at) && code < line.to && line.bytes[code] != '0';
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
        boolean well = line.startsWithAny(SUCCESSES, at);
        success |= well;
        failure |= !well && line.startsWithAny(FAILURES, at);
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
}
