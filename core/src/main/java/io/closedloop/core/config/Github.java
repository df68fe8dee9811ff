package io.closedloop.core.config;

import io.closedloop.api.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to GitHub.
 *
 * @param token null leaves closedloop able to read what is public at most
 * @param app the App to act as; it wins over a token, null for none
 * @param webhookSecrets any of them may have signed a delivery
 * @param requestsAtOnce requests under way at one time, for each account
 * @param writeSpacingMillis the least time between two writes of an account; 0 lifts the other
 *     ceilings of ours too, for an Enterprise Server that has none
 * @param pollMinutes how often missed runs are looked for; 0 for never
 */
public record Github(
    String apiUrl,
    @Nullable Secret token,
    @Nullable GithubApp app,
    List<Secret> webhookSecrets,
    @Range(min = 1, max = 100) int requestsAtOnce,
    @Range(max = 60_000) int writeSpacingMillis,
    @Range(max = 1440) int pollMinutes) {

  static final Github DEFAULT =
      new Github("https://api.github.com", null, null, List.of(), 20, 1000, 5);

  public Github {
    Urls.check("api_url", apiUrl, true);
  }
}
