package io.closedloop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GitHubContractTest {
  private static final String REPO = "/repos/octo/shop";
  private final GitHubRest rest = GitHubRest.load();
  private final GitHubGraphQl graphql = GitHubGraphQl.load();

  @Test
  void aPathIsFoundByItsFixedParts() {
    assertThat(rest.operation("GET", REPO + "/commits/fix/a+b/status"))
        .contains("GET /repos/{owner}/{repo}/commits/{ref}/status");
    assertThat(rest.operation("GET", REPO + "/issues/comments/7"))
        .contains("GET /repos/{owner}/{repo}/issues/comments/{comment_id}");
    assertThat(rest.operation("PUT", REPO)).isEmpty();
  }

  @Test
  void aSoundRequestHasNoProblem() {
    assertThat(
            rest.request(
                "GET", REPO + "/actions/runs", "per_page=5&created=%3E%3D2026-11-01&page=2", ""))
        .isEmpty();
    assertThat(rest.request("POST", REPO + "/statuses/abc", "", "{\"state\":\"pending\"}"))
        .isEmpty();
  }

  @Test
  void whatGitHubDoesNotKnowOrTakeIsNamed() {
    assertThat(rest.request("GET", REPO + "/actions/runs", "brunch=x", ""))
        .singleElement()
        .asString()
        .contains("actions/runs", "brunch is not known");
    assertThat(rest.request("GET", REPO + "/actions/runs", "per_page=many", "")).hasSize(1);
    assertThat(rest.request("GET", REPO + "/actions/jobs/x", "", "")).hasSize(1);
    assertThat(rest.request("POST", REPO + "/statuses/abc", "", "{\"state\":\"great\"}"))
        .hasSize(1);
    assertThat(rest.request("POST", REPO + "/statuses/abc", "", "{\"context\":\"x\"}")).hasSize(1);
    assertThat(
            rest.request("POST", REPO + "/statuses/abc", "", "{\"state\":\"error\",\"url\":\"\"}"))
        .singleElement()
        .asString()
        .contains("body.url is not known");
    assertThat(rest.request("POST", REPO + "/nothing", "", "{}"))
        .containsExactly("GitHub has no POST " + REPO + "/nothing");
  }

  @Test
  void aFieldIsUnknownHoweverDeepItStands() {
    String tokens = "/app/installations/42/access_tokens";
    assertThat(rest.request("POST", tokens, "", "{\"permissions\":{\"contents\":\"write\"}}"))
        .isEmpty();
    assertThat(rest.request("POST", tokens, "", "{\"permissions\":{\"content\":\"write\"}}"))
        .singleElement()
        .asString()
        .contains("body.permissions.content is not known");
    String check = REPO + "/check-runs/5";
    assertThat(rest.request("PATCH", check, "", "{\"status\":\"queued\"}")).isEmpty();
    assertThat(rest.request("PATCH", check, "", "{\"status\":\"queued\",\"titel\":\"\"}"))
        .singleElement()
        .asString()
        .contains("body.titel is not known");
    String tree = "{\"tree\":[{\"path\":\"a\"},{\"path\":\"b\",\"%s\":\"100644\"}]}";
    assertThat(rest.request("POST", REPO + "/git/trees", "", tree.formatted("mode"))).isEmpty();
    assertThat(rest.request("POST", REPO + "/git/trees", "", tree.formatted("modus")))
        .singleElement()
        .asString()
        .contains("body.tree[1].modus is not known");
  }

  @Test
  void aCheckRunThatIsCompletedHasAConclusion() {
    String run = "{\"name\":\"n\",\"head_sha\":\"s\",\"status\":\"completed\"%s}";
    String checks = REPO + "/check-runs";
    assertThat(rest.request("POST", checks, "", run.formatted(",\"conclusion\":\"neutral\"")))
        .isEmpty();
    assertThat(rest.request("POST", checks, "", run.formatted(""))).hasSize(1);
    assertThat(rest.request("PATCH", checks + "/5", "", "{\"status\":\"completed\"}"))
        .isNotEmpty();
  }

  @Test
  void anAnswerIsHeldAgainstItsSchema() {
    assertThat(rest.response("GET", REPO + "/branches/main", 200, "{\"name\":\"main\"}"))
        .isNotEmpty()
        .allMatch(problem -> problem.contains("required"));
    assertThat(rest.response("GET", REPO, 404, "{\"message\":\"Not Found\"}")).isEmpty();
    assertThat(rest.response("GET", REPO, 404, "{\"message\":7}")).hasSize(1);
    assertThat(rest.response("GET", REPO, 204, "")).hasSize(1);
    assertThat(rest.response("GET", REPO, 200, "<html>")).hasSize(1);
  }

  @Test
  void aQueryIsHeldAgainstTheSchemaWithItsVariables() {
    String good = "{\"query\":\"query { viewer { login } }\"}";
    assertThat(graphql.request(good)).isEmpty();
    assertThat(graphql.request("{\"query\":\"{ viewer { logins } }\"}")).hasSize(1);
    assertThat(graphql.request("{\"query\":\"{ viewer {\"}")).hasSize(1);
    String mutation =
        "{\"query\":\"mutation($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input:"
            + " $input) { commit { oid } } }\",\"variables\":{\"input\":{%s}}}";
    assertThat(graphql.request(mutation.formatted("\"branch\":{}"))).hasSize(1);
    assertThat(
            graphql.request(
                mutation.formatted(
                    "\"branch\":{},\"expectedHeadOid\":\"a\",\"message\":{\"headline\":\"h\"}")))
        .isEmpty();
    assertThat(graphql.response(good, "{\"data\":{\"viewer\":{\"login\":\"me\"}}}")).isEmpty();
    assertThat(graphql.response(good, "{\"data\":{\"viewer\":{}}}")).isNotEmpty();
    assertThat(graphql.response(good, "{\"errors\":[{\"message\":\"no\"}]}")).isEmpty();
  }

  @Test
  void everyEventHasAnExample() {
    List<String> events =
        WebhookExample.all().stream().map(WebhookExample::event).distinct().toList();
    assertThat(events).hasSize(58).contains("workflow_run", "check_run", "installation");
  }
}
