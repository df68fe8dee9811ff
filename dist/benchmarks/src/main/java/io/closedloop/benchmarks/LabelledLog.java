package io.closedloop.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What people say of a log beside what the product said of it.
 *
 * @param other a second category that is right as well
 * @param first the first line of those that show the cause, from 1
 */
record LabelledLog(
    String id,
    String category,
    @Nullable String other,
    boolean passes,
    String evidence,
    int first,
    int last,
    Answer answer) {
  private static final String NONE = "none";
  private static final String GENERAL = "general";

  /** How many lines beside the marked one still show it. */
  private static final int NEAR = 3;

  private static final int MOST_LINES = 5;

  /** One object that {@code closedloop analyze --format jsonl} printed. */
  record Answer(
      String category, double confidence, boolean passes, List<Integer> lines, List<String> texts) {

    static Answer of(JsonNode said) {
      List<JsonNode> evidence = said.path("evidence").valueStream().limit(MOST_LINES).toList();
      return new Answer(
          said.path("category").asString("missing"),
          said.path("confidence").asDouble(0),
          said.path("transient").asBoolean(false),
          evidence.stream().map(line -> line.path("line").asInt(0)).toList(),
          evidence.stream().map(line -> line.path("text").asString("")).toList());
    }
  }

  static LabelledLog of(JsonNode label, Answer answer) {
    JsonNode window = label.path("upstream_window");
    int line = label.path("evidence_line_no").asInt(0);
    return new LabelledLog(
        label.path("id").asString(),
        label.path("category").asString(),
        label.path("alt_category").isString() ? label.path("alt_category").asString() : null,
        label.path("transient").asBoolean(false),
        label.path("evidence").asString("").strip(),
        window.isArray() ? window.path(0).asInt(0) : line - NEAR,
        window.isArray() ? window.path(1).asInt(0) : line + NEAR,
        answer);
  }

  boolean failed() {
    return !category.equals(NONE);
  }

  boolean strict() {
    return answer.category().equals(category);
  }

  boolean lenient() {
    return strict() || answer.category().equals(other);
  }

  /** Whether the product named a cause, be it right or wrong. */
  boolean named() {
    return saysFailure() && !answer.category().equals(GENERAL);
  }

  boolean saysFailure() {
    return !answer.category().equals(NONE) && !answer.category().equals("missing");
  }

  boolean evidenceShown() {
    return answer.lines().stream().anyMatch(line -> line > 0 && first <= line && line <= last)
        || answer.texts().stream().anyMatch(text -> text.contains(evidence));
  }
}
