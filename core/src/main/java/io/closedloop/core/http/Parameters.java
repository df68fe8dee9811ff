package io.closedloop.core.http;

import io.closedloop.api.Priority;
import io.closedloop.core.history.FailedJobs;
import io.closedloop.core.http.view.States;
import java.util.stream.Stream;

/** Parameters that several routes share. */
final class Parameters {
  /** An incident's id. */
  static final Parameter ID = Parameter.text("id", 40, "[a-z0-9]+", "the incident");

  static final Parameter LIMIT =
      Parameter.whole("limit", 1, 200, 50, "how many entries the page has at most");
  static final Parameter CURSOR =
      Parameter.text(
          "cursor", FailedJobs.LONGEST_CURSOR, "[A-Za-z0-9_-]+", "the former page's next");
  static final Parameter STATE =
      Parameter.word("state", States.words(), "only incidents in this state");
  static final Parameter REPOSITORY =
      Parameter.text(
          "repository", 201, "[A-Za-z0-9._-]+/[A-Za-z0-9._-]+", "only this one, as owner/name");
  static final Parameter CATEGORY =
      Parameter.text("category", 100, "[A-Za-z0-9._-]+", "only failures of this category");
  static final Parameter PRIORITY =
      Parameter.word(
          "priority",
          Stream.of(Priority.values()).map(Priority::word).toList(),
          "only incidents of this priority");
  static final Parameter BEFORE =
      Parameter.text("before", 64, "[!-~]+", "only what is older than the one of this id");

  private Parameters() {}
}
