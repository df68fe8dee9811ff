package io.closedloop.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubEventsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ping",
        "workflow_run",
        "workflow_job",
        "check_run",
        "check_suite",
        "merge_group",
        "status",
        "push",
        "pull_request",
        "issue_comment",
        "deployment_status",
        "dependabot_alert",
        "code_scanning_alert",
        "secret_scanning_alert",
        "installation",
        "installation_repositories",
        "installation_target",
        "repository_dispatch",
        "workflow_dispatch"
      })
  void whatTheServerListensToIsCountedUnderItsName(String event) {
    assertThat(GitHubEvents.label(event)).isEqualTo(event);
  }
}
