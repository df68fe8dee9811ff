package io.closedloop.sandbox.demo;

import io.closedloop.sandbox.scenario.Scenario;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A scenario under way: what is known of it, and what the person at the terminal has seen. */
final class Story {
  /**
   * How long the last messages may take after an incident is over: writes to GitHub are paced, one
   * a second, and those of all scenarios stand in one line.
   */
  private static final Duration GRACE = Duration.ofMinutes(2);

  private final Scenario scenario;
  private final String head;
  private final Duration start;
  private final Set<String> seen = new HashSet<>();
  private @Nullable Integer pullRequest;
  private @Nullable Incident incident;
  private long toldUpTo;
  private int incidents;
  private @Nullable Duration over;
  private List<String> complaints = List.of();

  /**
   * A story whose branch was pushed.
   *
   * @param head the commit that breaks its checks
   */
  Story(Scenario scenario, String head, Duration start) {
    this.scenario = scenario;
    this.head = head;
    this.start = start;
  }

  String name() {
    return scenario.id();
  }

  Scenario scenario() {
    return scenario;
  }

  String head() {
    return head;
  }

  /** Empty until it is opened. */
  OptionalInt pullRequest() {
    return pullRequest == null ? OptionalInt.empty() : OptionalInt.of(pullRequest);
  }

  void opened(int number) {
    pullRequest = number;
  }

  Optional<Incident> incident() {
    return Optional.ofNullable(incident);
  }

  /** How many incidents the repository has; more than one is one too many. */
  int incidents() {
    return incidents;
  }

  void count(int found) {
    incidents = found;
  }

  /** Whether this is news; it is none the second time. */
  boolean isNew(String what) {
    return seen.add(what);
  }

  /** Whether that was news once. */
  boolean knows(String what) {
    return seen.contains(what);
  }

  /** Makes it news again. */
  void forget(String what) {
    seen.remove(what);
  }

  /** Takes what is known now; gives back the number of the last fact known before. */
  long update(Incident fresh, Duration now) {
    incident = fresh;
    if (!fresh.isOver()) {
      over = null;
    } else if (over == null) {
      over = now;
    }
    long before = toldUpTo;
    toldUpTo =
        fresh.timelineAfter(before).stream()
            .mapToLong(moment -> moment.path("seq").asLong(0))
            .max()
            .orElse(before);
    return before;
  }

  void judged(List<String> found) {
    complaints = List.copyOf(found);
  }

  /** What is not as it should be. */
  List<String> complaints() {
    return complaints;
  }

  boolean isGood() {
    return over != null && complaints.isEmpty();
  }

  /** Whether nothing more is to be waited for. */
  boolean isSettled(Duration now) {
    return isGood() || (over != null && now.minus(over).compareTo(GRACE) > 0);
  }

  /** From the push to the end of the incident, or to now. */
  Duration took(Duration now) {
    return (over == null ? now : over).minus(start);
  }
}
