package io.closedloop.sandbox.rest;

import io.closedloop.sandbox.http.ApiProblem;
import io.closedloop.sandbox.http.ApiRequest;
import io.closedloop.sandbox.world.Attempt;
import io.closedloop.sandbox.world.Run;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.function.Predicate;

/** The filters of the list of runs, as its query names them. */
record RunFilter(ApiRequest request) implements Predicate<Run> {

  @Override
  public boolean test(Run run) {
    Run.Origin origin = run.origin();
    return fits("branch", origin.headBranch())
        && fits("event", origin.event())
        && fits("head_sha", origin.headSha())
        && fits("actor", origin.actor().login())
        && request.query("status").map(status -> stands(run.latest(), status)).orElse(true)
        && request.query("created").map(span -> within(run.createdAt(), span)).orElse(true);
  }

  private boolean fits(String name, String value) {
    return request.query(name).map(value::equals).orElse(true);
  }

  /** GitHub takes a status or a conclusion under the one name. */
  private static boolean stands(Attempt attempt, String wanted) {
    return attempt.status().equals(wanted) || attempt.conclusion().orElse("").equals(wanted);
  }

  private static boolean within(Instant at, String span) {
    int dots = span.indexOf("..");
    if (dots >= 0) {
      String from = span.substring(0, dots);
      String to = span.substring(dots + 2);
      return (from.equals("*") || !at.isBefore(time(from)))
          && (to.equals("*") || !at.isAfter(time(to)));
    }
    if (span.startsWith(">=")) {
      return !at.isBefore(time(span.substring(2)));
    }
    if (span.startsWith("<=")) {
      return !at.isAfter(time(span.substring(2)));
    }
    if (span.startsWith(">")) {
      return at.isAfter(time(span.substring(1)));
    }
    if (span.startsWith("<")) {
      return at.isBefore(time(span.substring(1)));
    }
    return at.toString().startsWith(span);
  }

  private static Instant time(String text) {
    try {
      return text.contains("T")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw new ApiProblem(422, "Invalid request.\n\n\"created\" is no date: " + text, e);
    }
  }
}
