package io.closedloop.core.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Diagnosis;
import org.junit.jupiter.api.Test;

/** What logs of CI systems other than GitHub Actions are taken for. */
class OtherSystemsTest {
  private static final DiagnosisEngine SHIPPED = ShippedSignatures.engine();

  private static String of(String log) {
    Diagnosis diagnosis = Logs.diagnose(SHIPPED, log);
    return diagnosis.category()
        + "/"
        + diagnosis.subcategory()
        + (diagnosis.transientFailure() ? " passes" : " stays");
  }

  @Test
  void aGitLabLogWithTimeStampsIsReadLikeOneWithout() {
    assertThat(
            of(
                """
                2026-02-03T10:00:00.123456Z 00O Running with gitlab-runner 18.7.0
                2026-02-03T10:00:01.123456Z 01O $ pytest
                2026-02-03T10:00:02.123456Z 01O FAILED tests/test_a.py::test_sum - assert 1 == 2
                2026-02-03T10:00:02.223456Z 01O 1 failed in 0.42s
                2026-02-03T10:00:03.123456Z 00O ERROR: Job failed: exit code 1
                """))
        .isEqualTo("testing/unit_test stays");
    assertThat(
            of(
                """
                2026-02-03T10:00:00.123456Z 00O Running with gitlab-runner 18.7.0
                2026-02-03T10:00:01.123456Z 01O $ black --check .
                2026-02-03T10:00:02.123456Z 01E would reformat a.py
                2026-02-03T10:00:02.223456Z 01E 1 file would be reformatted.
                2026-02-03T10:00:03.123456Z 00O+ERROR: Job failed: exit code 1
                """))
        .isEqualTo("quality_gates/format stays");
  }

  @Test
  void whatGitLabRanLastSpeaksWhereNothingElseDoes() {
    assertThat(
            of(
                """
                Running with gitlab-runner 18.7.0
                $ php --version
                $ phpmd src text naming
                strange words
                ERROR: Job failed: exit code 2
                """))
        .startsWith("quality_gates/lint");
  }

  @Test
  void theLastOfSeveralTriesIsNotTriedAgain() {
    var twice =
        """
            Updating crates.io index
        warning: spurious network error (2 tries remaining): failed to receive HTTP 200 response: got 502; class=Net (12)
        warning: spurious network error (1 tries remaining): failed to receive HTTP 200 response: got 502; class=Net (12)
        error: failed to get `clap` as a dependency of package `verdict v0.0.1 (/w/verdict)`
        """;
    assertThat(of(twice)).isEqualTo("infrastructure/network passes");
    assertThat(
            of(
                twice.replace("error: failed to get", "    Downloaded a v1.0.0\nnothing of ")
                    + "    Checking verdict v0.0.1 (/w/verdict)\n"
                    + "error[E0308]: mismatched types\n --> src/main.rs:2:9\n"))
        .startsWith("build_deploy/");
  }

  @Test
  void gitLabsRunnerItselfFails() {
    assertThat(
            of(
                """
                Running with gitlab-runner 17.1.0
                Waiting for pod ci/runner-x to be running, status is Pending
                ERROR: Job failed (system failure): prepare environment: waiting for pod running: timed out waiting for pod to start. Check https://docs.gitlab.com/runner/shells/index.html#shell-profile-loading for more information
                """))
        .isEqualTo("infrastructure/runner_setup passes");
    assertThat(
            of(
                """
                Pulling docker image registry.example.org/ci:9 ...
                WARNING: Failed to pull image with policy "always": Error response from daemon: Get "https://registry.example.org/v2/": dial tcp: lookup registry.example.org: no such host (manager.go:251:0s)
                ERROR: Job failed: failed to pull image "registry.example.org/ci:9" with specified policies [always]: Error response from daemon: Get "https://registry.example.org/v2/": dial tcp: lookup registry.example.org: no such host (manager.go:251:0s)
                """))
        .isEqualTo("infrastructure/docker_pull passes");
    assertThat(
            of(
                """
                Running with gitlab-runner 17.1.0
                Get "https://x.example.org": connection reset by peer, trying again
                Job succeeded
                """))
        .isEqualTo("none/none stays");
  }

  @Test
  void aLostJenkinsAgentIsNotTheBuildThatItRan() {
    assertThat(
            of(
                """
                [Pipeline] sh
                + make build
                Cannot contact linux-7: hudson.remoting.RequestAbortedException: java.nio.channels.ClosedChannelException
                [Pipeline] End of Pipeline
                ERROR: script returned exit code -1
                Finished: FAILURE
                """))
        .isEqualTo("infrastructure/runner_lost passes");
  }

  @Test
  void aJenkinsfileThatIsWrongIsTheConfigurationOfTheJob() {
    assertThat(
            of(
                """
                org.codehaus.groovy.control.MultipleCompilationErrorsException: startup failed:
                WorkflowScript: 53: Expected a step @ line 53, column 9.
                           delay
                           ^

                1 error
                Finished: FAILURE
                """))
        .isEqualTo("infrastructure/ci_config stays");
    assertThat(
            of(
                """
                [Pipeline] End of Pipeline
                java.lang.NoSuchMethodError: No such DSL method 'get' found among steps [archive, bat, build]
                Finished: FAILURE
                """))
        .isEqualTo("infrastructure/ci_config stays");
    assertThat(
            of(
                """
                [Pipeline] End of Pipeline
                ERROR: Could not find credentials entry with ID 'blueocean'
                Finished: FAILURE
                """))
        .isEqualTo("infrastructure/ci_config stays");
  }

  @Test
  void anUnstableJenkinsBuildHasFailedTestsUnlessItSaysMore() {
    assertThat(of("[Pipeline] junit\nRecording test results\n[Pipeline] }\nFinished: UNSTABLE\n"))
        .isEqualTo("testing/unit_test stays");
    assertThat(of("a.py:1:1: F401 'os' imported but unused\nFinished: UNSTABLE\n"))
        .isEqualTo("quality_gates/lint stays");
  }

  @Test
  void aBranchOfAPipelineIsReadWithoutItsName() {
    assertThat(
            of(
                """
                [Pipeline] parallel
                [Pipeline] { (Branch: unit)
                [Pipeline] { (Branch: lint)
                [unit] + pytest
                [lint] + flake8
                [lint] a.py:1:1: F401 'os' imported but unused
                [unit] 17 passed in 0.4s
                [Pipeline] // parallel
                ERROR: script returned exit code 1
                Finished: FAILURE
                """))
        .isEqualTo("quality_gates/lint stays");
  }

  @Test
  void timeLimitsAndLimitsOfTheLogAreFailures() {
    assertThat(
            of(
                """
                + ./x
                Cancelling nested steps due to timeout
                Sending interrupt signal to process
                Finished: ABORTED
                """))
        .isEqualTo("performance/step_timeout passes");
    assertThat(
            of(
                """
                $ ./slow.sh


                No output has been received in the last 10m0s, this potentially indicates a stalled build or something wrong with the build itself.
                Check the details on how to adjust your build configuration on: https://docs.travis-ci.com/user/common-build-problems/

                The build has been terminated
                """))
        .isEqualTo("performance/step_timeout passes");
    assertThat(of("$ ./x\n\n\nThe job exceeded the maximum log length, and has been terminated.\n"))
        .isEqualTo("performance/output_limit stays");
  }

  @Test
  void taskclustersImagesLintersAndSuccessesAreKnown() {
    assertThat(
            of(
                """
                [taskcluster:error] Pulling docker image has failed.
                [taskcluster:error] Error: image not found
                [taskcluster 2025-07-03 09:15:02.123Z] Unsuccessful task run with exit code: -1 completed in 6.2 seconds
                """))
        .isEqualTo("infrastructure/docker_pull stays");
    assertThat(
            of(
                """
                [task 2025-07-03T09:14:20.123Z] executing ['bash', '-c', './mach lint']
                [task 2025-07-03T09:14:21.123Z] TEST-UNEXPECTED-ERROR | a/b.js:3:7 | x is never used. (no-unused-vars)
                [taskcluster 2025-07-03 09:15:02.123Z] Unsuccessful task run with exit code: 1 completed in 6.2 seconds
                """))
        .isEqualTo("quality_gates/lint stays");
    assertThat(
            of(
                """
                [task 2025-07-03T09:14:21.123Z] trying again: connection reset by peer
                [taskcluster 2025-07-03 09:15:02.123Z] Successful task run with exit code: 0 completed in 6.2 seconds
                """))
        .isEqualTo("none/none stays");
  }
}
