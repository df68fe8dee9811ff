package io.closedloop.core.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class GlanceTest {
  private final JsonMapper json = new JsonMapper();

  @Test
  void onlyTheOutermostActionCounts() {
    assertThat(glance("{\"a\":{\"action\":\"inner\"},\"b\":[{\"action\":1}],\"action\":\"outer\"}"))
        .contains("outer");
    assertThat(glance("{\"a\":{\"action\":\"inner\"}}")).contains("");
    assertThat(glance("{\"action\":{\"action\":\"inner\"}}")).contains("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1", "{", "{\"a\":1}x", "{\"a\":1}{}", "{\"a\"}", "nonsense"})
  void whatIsNoJsonObjectHasNoAction(String payload) {
    assertThat(glance(payload)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "workflow_run, completed, true",
    "workflow_run, requested, false",
    "workflow_run, '', false",
    "pull_request, closed, true",
    "pull_request, synchronize, true",
    "pull_request, labeled, false",
    "push, '', true",
    "ping, '', true",
    "check_suite, completed, false",
    "made_up, completed, false"
  })
  void aTaskIsSpentOnlyWhereSomethingMayFollow(String event, String action, boolean follows) {
    assertThat(GitHubEvents.nothing(event, action).isEmpty()).isEqualTo(follows);
  }

  private Optional<String> glance(String payload) {
    return Glance.action(json, payload.getBytes(UTF_8));
  }
}
