package io.closedloop.sandbox;

import static io.closedloop.sandbox.world.Json.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.contract.WebhookExample;
import io.closedloop.sandbox.hook.Delivery;
import io.closedloop.sandbox.world.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Holds what the sandbox sends against GitHub's examples: a field that both have is of one type,
 * and what the server reads is in both.
 */
class WebhookContractTest {
  private static final Map<String, List<String>> READ =
      Map.of(
          "ping", List.of("/zen"),
          "push", List.of("/repository/full_name", "/ref", "/after", "/deleted"),
          "pull_request",
              List.of(
                  "/repository/full_name",
                  "/action",
                  "/pull_request/number",
                  "/pull_request/head/ref",
                  "/pull_request/head/sha",
                  "/pull_request/head/repo/owner/login"),
          "workflow_run", List.of("/repository/full_name", "/action", "/workflow_run/id"),
          "workflow_job", List.of("/action", "/workflow_job/id"),
          "check_run", List.of("/action", "/check_run/id", "/check_run/app/id", "/sender/login"),
          "status", List.of("/sha", "/context", "/state"),
          "issue_comment", List.of("/action", "/comment/body", "/issue/number"));

  @Test
  void whatIsSentHasTheShapeOfGitHubsExamples() throws Exception {
    SandboxOptions options = SandboxOptions.defaults().withToken("app-token", "loop[bot]");
    String jobs = "good:\n  runs-on: ubuntu-latest\n  steps:\n    - run: exit 1\n";
    try (Bench bench = new Bench(options, Bench.workflow("[push]", jobs))) {
      String sha = bench.sandbox().push(Bench.REPO, "topic", Map.of("a", "a\n"), "ann", "A change");
      int number = bench.sandbox().openPullRequest(Bench.REPO, "topic", "main", "Title", "ann");
      bench.bot().post(Bench.API + "/issues/" + number + "/comments", object("body", "text"));
      bench.bot().post(Bench.API + "/statuses/" + sha, object("state", "success"));
      new Client(bench.sandbox(), "app-token")
          .post(Bench.API + "/check-runs", object("name", "loop", "head_sha", sha));
      bench.sandbox().webhook(bench.sandbox().url());
      bench.settle();

      List<Delivery> sent = bench.sandbox().webhooks().deliveries();
      Map<String, List<JsonNode>> examples =
          WebhookExample.all().stream()
              .collect(
                  Collectors.groupingBy(
                      WebhookExample::event,
                      Collectors.mapping(WebhookExample::json, Collectors.toList())));
      List<String> problems = new ArrayList<>();
      for (Delivery delivery : sent) {
        String event = delivery.event().name();
        JsonNode payload = Json.read(delivery.event().body().bytes());
        for (JsonNode example : examples.getOrDefault(event, List.of())) {
          compare(event, payload, example, problems);
          if (example.path("action").equals(payload.path("action"))) {
            READ.getOrDefault(event, List.of("/never")).stream()
                .filter(at -> payload.at(at).isMissingNode() || example.at(at).isMissingNode())
                .forEach(at -> problems.add(event + at + " is missing"));
          }
        }
      }
      assertThat(problems).isEmpty();
      assertThat(sent).extracting(delivery -> delivery.event().name()).containsAll(READ.keySet());
    }
  }

  private static void compare(String where, JsonNode ours, JsonNode theirs, List<String> problems) {
    if (ours.isNull() || theirs.isNull() || (ours.isArray() && theirs.isArray())) {
      return;
    }
    if (ours.getNodeType() != theirs.getNodeType()) {
      problems.add(where + " is " + ours.getNodeType() + ", GitHub's " + theirs.getNodeType());
      return;
    }
    for (Map.Entry<String, JsonNode> field : ours.properties()) {
      JsonNode other = theirs.get(field.getKey());
      if (other != null) {
        compare(where + "/" + field.getKey(), field.getValue(), other, problems);
      }
    }
  }
}
