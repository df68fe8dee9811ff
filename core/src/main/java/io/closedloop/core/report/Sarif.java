package io.closedloop.core.report;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Reads the errors of a SARIF report. */
final class Sarif {
  private static final int DEEPEST = 64;
  private static final int LONGEST = 1_000;
  private static final int LONGEST_WORDS = 100;
  private static final int MOST_ABOUT = 10;

  private final JsonNode run;
  private final String tool;

  /** By their ids. Many tools state the level there, and none in a result. */
  private final Map<String, JsonNode> rules = new HashMap<>();

  private Sarif(JsonNode run) {
    this.run = run;
    tool = run.path("tool").path("driver").path("name").asString("");
    Stream.concat(
            Stream.of(run.path("tool").path("driver")), all(run.path("tool").path("extensions")))
        .flatMap(part -> all(part.path("rules")))
        .forEach(rule -> rules.putIfAbsent(rule.path("id").asString(""), rule));
  }

  static void read(InputStream content, String report, List<Finding> into, int most) {
    var factory =
        JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();
    JsonNode root = JsonMapper.builder(factory).build().readTree(content);
    for (JsonNode run : root.path("runs")) {
      new Sarif(run).read(report, into, most);
    }
  }

  private void read(String report, List<Finding> into, int most) {
    for (JsonNode result : run.path("results")) {
      if (into.size() >= most) {
        return;
      }
      String id = result.path("ruleId").asString(result.path("rule").path("id").asString(""));
      JsonNode rule = rules.getOrDefault(id, MissingNode.getInstance());
      if (level(result, rule).equals("error") && !suppressed(result)) {
        into.add(finding(report, id, rule, result));
      }
    }
  }

  /** By SARIF 2.1.0, 3.27.23: not while one is rejected or still under review. */
  private static boolean suppressed(JsonNode result) {
    JsonNode suppressions = result.path("suppressions");
    return !suppressions.isEmpty()
        && all(suppressions)
            .allMatch(each -> each.path("status").asString("accepted").equals("accepted"));
  }

  /** A result whose rule says nothing either is a warning. */
  private static String level(JsonNode result, JsonNode rule) {
    String usual = rule.path("defaultConfiguration").path("level").asString("warning");
    return result.path("level").asString(usual);
  }

  private Finding finding(String report, String id, JsonNode rule, JsonNode result) {
    JsonNode place = result.path("locations").path(0).path("physicalLocation");
    return new Finding(
        report,
        cut(tool, LONGEST_WORDS),
        cut(id, LONGEST_WORDS),
        about(rule.path("properties")),
        cut(place.path("artifactLocation").path("uri").asString(""), LONGEST),
        place.path("region").path("startLine").asInt(0),
        cut(result.path("message").path("text").asString(""), LONGEST));
  }

  private static List<String> about(JsonNode properties) {
    List<String> about = new ArrayList<>();
    String severity = properties.path("security-severity").asString("");
    if (!severity.isBlank()) {
      about.add("security-severity " + cut(severity, LONGEST_WORDS));
    }
    all(properties.path("tags"))
        .map(tag -> cut(tag.asString(""), LONGEST_WORDS))
        .limit(MOST_ABOUT)
        .forEach(about::add);
    return about;
  }

  private static Stream<JsonNode> all(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static String cut(String text, int most) {
    return text.length() > most ? text.substring(0, most) : text;
  }
}
