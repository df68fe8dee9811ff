package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What a check run on a commit shall say. Made by {@link #running} or {@link #ended}; it may learn
 * to say more.
 *
 * @param name under which GitHub lists it; together with the key it tells one from another
 * @param key a word of letters, digits and hyphens by which its writer finds it again
 * @param conclusion null while it runs
 * @param title one line of plain text
 * @param summary Markdown that is already escaped, cut to GitHub's 65,535 characters
 * @param detailsUrl where a click leads, null for nowhere
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record CheckRun(
    String name,
    String key,
    @Nullable Conclusion conclusion,
    String title,
    String summary,
    @Nullable String detailsUrl) {

  public CheckRun {
    if (name.isBlank() || !key.matches("[A-Za-z0-9-]{1,100}")) {
      throw new IllegalArgumentException(
          "a check run needs a name, and a key of letters, digits and hyphens; not \"%s\", \"%s\""
              .formatted(name, key));
    }
  }

  /** How a check run ends, as GitHub names it. */
  public enum Conclusion {
    SUCCESS,
    FAILURE,
    NEUTRAL,
    CANCELLED,
    SKIPPED,
    TIMED_OUT,
    ACTION_REQUIRED
  }

  /** One that is under way. */
  public static CheckRun running(String name, String key, String title, String summary) {
    return new CheckRun(name, key, null, title, summary, null);
  }

  /** One that has ended; it may be written anew later. */
  public static CheckRun ended(
      String name, String key, Conclusion conclusion, String title, String summary) {
    return new CheckRun(name, key, conclusion, title, summary, null);
  }

  /** A copy whose details are found at this address. */
  public CheckRun leadingTo(String url) {
    return new CheckRun(name, key, conclusion, title, summary, url);
  }
}
