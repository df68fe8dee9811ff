package io.closedloop.core.github;

import io.closedloop.api.Secret;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach GitHub, and how gently.
 *
 * @param apiUrl for example {@code https://api.github.com} or {@code https://ghe.example/api/v3}
 * @param version of this program, told to GitHub in {@code User-Agent}
 * @param maxConcurrent requests of one account at once, at least 1
 * @param writeSpacing pause between the end of one write and the begin of the next; zero lifts all
 *     ceilings but the one before
 */
public record GitHubOptions(
    URI apiUrl,
    Credentials credentials,
    String version,
    int maxConcurrent,
    Duration writeSpacing,
    Bounds bounds) {

  public GitHubOptions {
    if (maxConcurrent < 1) {
      throw new IllegalArgumentException(
          "max concurrent requests is at least 1, not " + maxConcurrent);
    }
    String host = apiUrl.getHost();
    boolean https = "https".equals(apiUrl.getScheme());
    boolean local = "http".equals(apiUrl.getScheme()) && host != null && Loopback.is(host);
    if (host == null || !(https || local)) {
      throw new IllegalArgumentException(
          "github.api_url begins with https:// (http:// is for this machine only, since the token"
              + " would be readable on the way), not "
              + apiUrl);
    }
  }

  /** The defaults that suit github.com, with a token or null for none. */
  public static GitHubOptions of(URI apiUrl, @Nullable Secret token, String version) {
    return as(
        apiUrl, token == null ? new Credentials.None() : new Credentials.Token(token), version);
  }

  /** The defaults that suit github.com. */
  public static GitHubOptions as(URI apiUrl, Credentials credentials, String version) {
    return new GitHubOptions(
        apiUrl, credentials, version, 8, Duration.ofSeconds(1), Bounds.DEFAULT);
  }

  /** The same with another pause between writes; zero for a stand-in on loopback. */
  public GitHubOptions withWriteSpacing(Duration spacing) {
    return new GitHubOptions(apiUrl, credentials, version, maxConcurrent, spacing, bounds);
  }

  /** The same with other bounds. */
  public GitHubOptions withBounds(Bounds other) {
    return new GitHubOptions(apiUrl, credentials, version, maxConcurrent, writeSpacing, other);
  }

  /**
   * What no call goes beyond.
   *
   * @param longestWait time a call waits for a rate limit before it gives up with {@link
   *     GitHubPaused}
   * @param timeout for connecting and between two bytes
   * @param cacheBytes answers kept for conditional requests
   * @param logBytes a job's log is cut there
   * @param tarballBytes a source archive that is larger cannot be read
   */
  public record Bounds(
      Duration longestWait, Duration timeout, long cacheBytes, long logBytes, long tarballBytes) {
    static final Bounds DEFAULT =
        new Bounds(Duration.ofSeconds(90), Duration.ofSeconds(30), 32L << 20, 2L << 30, 2L << 30);
  }
}
