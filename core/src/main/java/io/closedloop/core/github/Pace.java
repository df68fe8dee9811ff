package io.closedloop.core.github;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * How fast one account may go by GitHub's documented secondary limits, with a pause between writes.
 * Not safe for several threads at once.
 */
final class Pace {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /**
   * What GitHub calls content, as far as people are told of it. Statuses, check runs, re-runs and
   * git's objects are none: they have limits of their own.
   */
  private static final Set<String> CONTENT =
      Set.of(
          Endpoint.GRAPHQL,
          "repos/{owner}/{repo}/pulls",
          "repos/{owner}/{repo}/issues",
          "repos/{owner}/{repo}/issues/{number}/comments");

  private final Duration spacing;
  private final Window rest = new Window(900, MINUTE);
  private final Window graphql = new Window(2_000, MINUTE);
  private final Window contentOfMinute = new Window(80, MINUTE);
  private final Window contentOfHour = new Window(500, Duration.ofHours(1));
  private Instant nextWrite = Instant.MIN;

  /**
   * @param spacing between the end of a write and the begin of the next; zero where GitHub has no
   *     secondary limits, which is an Enterprise Server's default
   */
  Pace(Duration spacing) {
    this.spacing = spacing;
  }

  /** Whether one write at a time is enough. */
  boolean serial() {
    return spacing.isPositive();
  }

  /** When such a request may go out. */
  Instant earliest(Request request, Instant now) {
    if (!serial()) {
      return now;
    }
    Instant at = points(request).earliest(now, cost(request));
    if (!request.read()) {
      at = later(at, nextWrite);
    }
    if (content(request)) {
      at = later(at, contentOfMinute.earliest(now, 1));
      at = later(at, contentOfHour.earliest(now, 1));
    }
    return at;
  }

  void began(Request request, Instant now) {
    if (!serial()) {
      return;
    }
    points(request).spend(now, cost(request));
    if (content(request)) {
      contentOfMinute.spend(now, 1);
      contentOfHour.spend(now, 1);
    }
  }

  void ended(Request request, Instant now) {
    if (!request.read()) {
      nextWrite = now.plus(spacing);
    }
  }

  private Window points(Request request) {
    return request.template().equals(Endpoint.GRAPHQL) ? graphql : rest;
  }

  private static int cost(Request request) {
    return request.read() ? 1 : 5;
  }

  private static boolean content(Request request) {
    return request.method().equals("POST") && CONTENT.contains(request.template());
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
