package io.closedloop.sandbox;

import static io.closedloop.sandbox.world.Json.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.sandbox.world.Job;
import io.closedloop.sandbox.world.Run;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RunTest {
  /** Fails on its first attempt only, by a real program's exit code. */
  private static final String FLAKY =
      """
      steady:
        steps:
          - run: echo steady
      flaky:
        name: Flaky
        steps:
          - name: Try
            run: |
              echo "attempt $GITHUB_RUN_ATTEMPT of $GREETING"
              test "$GITHUB_RUN_ATTEMPT" -gt 1 || ls no-such-file
            env:
              GREETING: hello
          - run: echo never on the first attempt
      after:
        needs: [flaky]
        steps:
          - run: cat README.md
      """;

  private static Run only(Bench bench) {
    assertThat(bench.sandbox().runs(Bench.REPO)).hasSize(1);
    return bench.sandbox().runs(Bench.REPO).getFirst();
  }

  private static Job job(Run run, int attempt, String key) {
    return run.attempt(attempt).orElseThrow().jobs().stream()
        .filter(job -> job.plan().key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void stepsReallyRunAndTheirExitCodeDecides() throws Exception {
    try (Bench bench = Bench.withJobs("push", FLAKY)) {
      bench.settle();
      Run run = only(bench);

      assertThat(run.latest().conclusion()).contains("failure");
      assertThat(job(run, 1, "steady").endedAs("success")).isTrue();
      assertThat(job(run, 1, "after").endedAs("skipped")).isTrue();
      JsonNode flaky =
          bench.bot().get(Bench.API + "/actions/jobs/" + job(run, 1, "flaky").id()).json();
      assertThat(flaky.path("steps").findValuesAsString("name"))
          .containsExactly(
              "Set up job", "Try", "Run echo never on the first attempt", "Complete job");
      assertThat(flaky.path("steps").findValuesAsString("conclusion"))
          .containsExactly("success", "failure", "skipped", "success");
      assertThat(flaky.path("steps").findValuesAsString("number"))
          .containsExactly("1", "2", "3", "4");
    }
  }

  @Test
  void scriptsRunInTheFolderThatTheWorkflowNames() throws Exception {
    String jobs =
        """
        plain:
          steps:
            - run: mkdir -p web api && echo "in ${PWD##*/}"
            - run: echo "in ${PWD##*/}"
              working-directory: web
        whole:
          defaults:
            run:
              working-directory: ./.github
          steps:
            - run: echo "in ${PWD##*/}"
            - run: echo "in ${PWD##*/}"
              working-directory: .github/workflows
        wrong:
          steps:
            - run: echo never
              working-directory: nowhere
        """;
    try (Bench bench = Bench.withJobs("push", jobs)) {
      bench.settle();
      Run run = only(bench);

      assertThat(bench.sandbox().log(job(run, 1, "plain"))).contains("Z in work\r", "Z in web\r");
      assertThat(bench.sandbox().log(job(run, 1, "whole")))
          .contains("Z in .github\r", "Z in workflows\r");
      assertThat(job(run, 1, "wrong").endedAs("failure")).isTrue();
      assertThat(bench.sandbox().log(job(run, 1, "wrong"))).contains("No such file or directory");
    }
  }

  @Test
  void aLogHasGitHubsRawFormat() throws Exception {
    try (Bench bench = Bench.withJobs("push", FLAKY)) {
      bench.settle();
      String log = bench.sandbox().log(job(only(bench), 1, "flaky"));

      assertThat(log).startsWith("\uFEFF").endsWith("\r\n");
      assertThat(log.substring(1).split("\r\n"))
          .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{7}Z .*"));
      assertThat(log)
          .contains("Z ##[group]Run echo \"attempt", "Z ##[endgroup]\r\n")
          .contains("Z   GREETING: hello\r\n", "Z attempt 1 of hello\r\n")
          .contains("no-such-file")
          .containsPattern("Z ##\\[error]Process completed with exit code [12]\\.\r\n");
    }
  }

  @Test
  void aLogIsFetchedFromAnotherHostWithoutTheToken() throws Exception {
    try (Bench bench = Bench.withJobs("push", FLAKY)) {
      bench.settle();
      long id = job(only(bench), 1, "flaky").id();
      Client.Answer redirect = bench.bot().get(Bench.API + "/actions/jobs/" + id + "/logs");

      assertThat(redirect.status()).isEqualTo(302);
      String link = redirect.header("Location");
      assertThat(URI.create(link).getHost()).isEqualTo("localhost");
      assertThat(bench.bot().fetch(link).response().body())
          .isEqualTo(bench.sandbox().log(job(only(bench), 1, "flaky")));
      assertThat(bench.bot().fetch(link, "Authorization", "Bearer sandbox-token").status())
          .isEqualTo(400);
      assertThat(bench.bot().fetch(link + "0").status()).isEqualTo(403);
    }
  }

  @Test
  void aReRunRepeatsFailedJobsAndTheirDependantsAndCopiesTheRest() throws Exception {
    try (Bench bench = Bench.withJobs("push", FLAKY)) {
      bench.settle();
      Run run = only(bench);
      String path = Bench.API + "/actions/runs/" + run.id();

      assertThat(bench.bot().post(path + "/rerun-failed-jobs", object()).status()).isEqualTo(201);
      bench.settle();

      JsonNode shown = bench.bot().get(path).json();
      assertThat(shown.path("run_attempt").asInt()).isEqualTo(2);
      assertThat(shown.path("conclusion").asString()).isEqualTo("success");
      assertThat(shown.at("/actor/login").asString()).isEqualTo("acme");
      assertThat(shown.at("/triggering_actor/login").asString()).isEqualTo("closedloop-bot");
      assertThat(bench.bot().get(path + "/attempts/1").json().path("conclusion").asString())
          .isEqualTo("failure");
      Job copied = job(run, 2, "steady");
      assertThat(copied.id()).isNotEqualTo(job(run, 1, "steady").id());
      assertThat(copied.state().times()).isEqualTo(job(run, 1, "steady").state().times());
      assertThat(job(run, 2, "flaky").state().times().started())
          .isAfter(job(run, 1, "flaky").state().times().started());
      assertThat(job(run, 2, "after").endedAs("success")).isTrue();
      assertThat(bench.sandbox().log(job(run, 2, "flaky"))).contains("attempt 2 of hello");
      assertThat(bench.bot().get(path + "/jobs").json().path("jobs")).hasSize(3);
      assertThat(bench.bot().get(path + "/jobs?filter=all").json().path("jobs")).hasSize(6);
      assertThat(bench.bot().post(path + "/rerun-failed-jobs", object()).status()).isEqualTo(403);
    }
  }

  @Test
  void aRunThatGoesOnCannotBeRunAgain() throws Exception {
    try (Bench bench = Bench.withJobs("push", "wait:\n  steps:\n    - run: sleep 30\n")) {
      long id = only(bench).id();

      Client.Answer answer =
          bench.bot().post(Bench.API + "/actions/runs/" + id + "/rerun", object());
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.json().path("message").asString()).contains("already running");
    }
  }

  @Test
  void runsAreFilteredByTheQuery() throws Exception {
    try (Bench bench = Bench.withJobs("push", "ok:\n  steps:\n    - run: echo ok\n")) {
      bench.sandbox().push(Bench.REPO, "topic", Map.of("a", "1\n"), "ann", "Another");
      bench.settle();
      String runs = Bench.API + "/actions/runs";

      assertThat(total(bench, runs)).isEqualTo(2);
      assertThat(total(bench, runs + "?branch=topic&event=push&status=success")).isEqualTo(1);
      assertThat(total(bench, runs + "?status=failure")).isZero();
      assertThat(total(bench, runs + "?created=%3E%3D2020-01-01")).isEqualTo(2);
      assertThat(total(bench, runs + "?created=%3C2020-01-01")).isZero();
      assertThat(total(bench, Bench.API + "/actions/workflows/ci.yml/runs")).isEqualTo(2);
      String head = bench.sandbox().head(Bench.REPO, "topic");
      assertThat(total(bench, Bench.API + "/commits/" + head + "/check-runs")).isEqualTo(1);
    }
  }

  private static int total(Bench bench, String path) throws Exception {
    return bench.bot().get(path).json().path("total_count").asInt();
  }

  @Test
  void aMatrixIsUnrolledAndContinueOnErrorForgives() throws Exception {
    String jobs =
        """
        unit:
          strategy:
            matrix:
              side: [left, right]
          steps:
            - run: exit 3
              continue-on-error: true
            - run: test ${{ matrix.side }} = left
        """;
    try (Bench bench = Bench.withJobs("[push]", jobs)) {
      bench.settle();

      assertThat(only(bench).latest().jobs())
          .extracting(job -> job.plan().name() + " " + job.state().outcome().orElse(""))
          .containsExactly("unit (left) success", "unit (right) failure");
    }
  }

  @Test
  void workflowCommandsBecomeAnnotations() throws Exception {
    String jobs =
        """
        lint:
          steps:
            - run: |
                echo '::error file=src/A.java,line=7,title=Style::too long'
                exit 1
        """;
    try (Bench bench = Bench.withJobs("push", jobs)) {
      bench.settle();
      long id = job(only(bench), 1, "lint").id();

      JsonNode remarks = bench.bot().get(Bench.API + "/check-runs/" + id + "/annotations").json();
      assertThat(remarks.get(0).path("path").asString()).isEqualTo("src/A.java");
      assertThat(remarks.get(0).path("start_line").asInt()).isEqualTo(7);
      assertThat(remarks.findValuesAsString("message"))
          .containsExactly("too long", "Process completed with exit code 1.");
    }
  }

  @Test
  void aJobThatTakesTooLongIsCancelled() throws Exception {
    String jobs =
        """
        slow:
          timeout-minutes: 0
          steps:
            - run: sleep 60
            - run: echo never
        """;
    try (Bench bench = Bench.withJobs("push", jobs)) {
      bench.settle();
      Run run = only(bench);

      assertThat(run.latest().conclusion()).contains("cancelled");
      assertThat(bench.sandbox().log(job(run, 1, "slow")))
          .contains("##[error]The job running on runner sandbox-1 has exceeded the maximum")
          .contains("##[error]The operation was canceled.");
    }
  }

  @Test
  void anUnreadableWorkflowIsAStartupFailure() throws Exception {
    try (Bench bench = Bench.withJobs("push", "a: [")) {
      bench.settle();

      assertThat(only(bench).latest().conclusion()).contains("startup_failure");
    }
  }

  @Test
  void aRunOfAForksPullRequestNamesTheForkAndNoPullRequest() throws Exception {
    try (Bench bench = Bench.withJobs("pull_request", "ok:\n  steps:\n    - run: test -f z\n")) {
      bench.sandbox().fork(Bench.REPO, "zoe");
      bench.sandbox().push("zoe/shop", "topic", Map.of("z", "z\n"), "zoe", "Mine");
      bench.sandbox().openPullRequest(Bench.REPO, "zoe:topic", "main", "T", "zoe");
      bench.settle();

      JsonNode run = bench.bot().get(Bench.API + "/actions/runs/" + only(bench).id()).json();
      assertThat(run.path("conclusion").asString()).isEqualTo("success");
      assertThat(run.path("pull_requests")).isEmpty();
      assertThat(run.at("/head_repository/full_name").asString()).isEqualTo("zoe/shop");
      assertThat(run.at("/repository/full_name").asString()).isEqualTo(Bench.REPO);
    }
  }
}
