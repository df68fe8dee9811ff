package io.closedloop.action.format;

import io.closedloop.api.Situation;
import java.util.regex.Pattern;

/**
 * The message of a repair: what it does, and which check asked for it. It holds no time, so that it
 * cannot feed a loop.
 */
final class CommitMessage {
  private static final int QUOTE = 120;

  /** All that could skip a build, close an issue, call a person or end the line. */
  private static final Pattern NOT_PLAIN = Pattern.compile("[^\\p{L}\\p{N} ._/,'()+=-]+");

  private CommitMessage() {}

  /**
   * Makes it.
   *
   * @param subject in the imperative, our own words
   * @param how one sentence about the tool, our own words but for its version
   */
  static String of(String subject, Situation situation, String how) {
    String job = situation.failedJobs().getFirst().name();
    String says =
        situation.diagnosis().evidence().stream()
            .findFirst()
            .map(line -> " Its log says in line " + line.line() + ": " + plain(line.text()) + ".")
            .orElse("");
    return "%s\n\nThe job %s of the workflow %s failed.%s\n%s\n"
        .formatted(subject, plain(job), plain(situation.run().workflow()), says, how);
  }

  /** A text from elsewhere as part of one line that means nothing to GitHub. */
  static String plain(String text) {
    String plain = NOT_PLAIN.matcher(text).replaceAll(" ").replace("//", "/ /").strip();
    return plain.length() <= QUOTE ? plain : plain.substring(0, QUOTE).strip() + " ...";
  }
}
