package io.closedloop.core.report;

import io.closedloop.api.Evidence;
import java.io.InputStream;
import java.util.List;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the errors of a SARIF report. */
final class Sarif {
  private static final int DEEPEST = 64;
  private static final int LONGEST = 1_000;

  private Sarif() {}

  static void read(InputStream content, List<Evidence.Annotation> into, int most) {
    var factory =
        JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();
    JsonNode root = JsonMapper.builder(factory).build().readTree(content);
    for (JsonNode run : root.path("runs")) {
      String tool = run.path("tool").path("driver").path("name").asString("");
      for (JsonNode result : run.path("results")) {
        if (into.size() >= most) {
          return;
        }
        // a result without a level is a warning
        if (result.path("level").asString("warning").equals("error")) {
          into.add(finding(tool, result));
        }
      }
    }
  }

  private static Evidence.Annotation finding(String tool, JsonNode result) {
    JsonNode place = result.path("locations").path(0).path("physicalLocation");
    String text =
        tool
            + ": "
            + result.path("ruleId").asString("")
            + " "
            + result.path("message").path("text").asString("");
    return new Evidence.Annotation(
        place.path("artifactLocation").path("uri").asString(""),
        place.path("region").path("startLine").asInt(0),
        "failure",
        text.length() > LONGEST ? text.substring(0, LONGEST) : text);
  }
}
