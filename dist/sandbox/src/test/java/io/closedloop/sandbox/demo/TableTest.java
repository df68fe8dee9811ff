package io.closedloop.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.sandbox.scenario.Scenario;
import io.closedloop.sandbox.world.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Terminal terminal =
      new Terminal(new PrintStream(bytes, true, UTF_8), false, () -> Instant.EPOCH);

  @Test
  void noRowIsWiderThanAHundredAndTwentyColumns() {
    Story story = story("a-name-of-nineteen-", "recovered");
    story.judged(List.of());

    assertThat(printed(story))
        .anyMatch(line -> line.matches("a-name-of-nineteen-  infrastructure/.*…  .* yes"))
        .allMatch(line -> line.length() <= 120);
  }

  @Test
  void whatDidNotEndAsItShouldSaysWhatIsWrongAndWhereToLook() {
    Story story = story("one", "escalated");
    story.judged(List.of("it should be recovered and is escalated"));

    assertThat(printed(story))
        .anyMatch(line -> line.matches("one .* no"))
        .contains("  it should be recovered and is escalated")
        .anyMatch(line -> line.endsWith("because of that; see http://here/incidents/abc"));
  }

  @Test
  void whatCouldNotBePlayedIsNamedWithTheProgramItLacks() {
    assertThat(printed(story("one", "recovered")))
        .anyMatch(line -> line.matches("two +not run: prettier is not here"))
        .anyMatch(line -> line.strip().equals("0 right, 1 wrong, 1 not run"));
  }

  private List<String> printed(Story story) {
    new Table(terminal, "http://here")
        .print(List.of(story), List.of(new Table.Absent("two", List.of("prettier"))));
    return bytes.toString(UTF_8).lines().toList();
  }

  private static Story story(String name, String state) {
    Scenario scenario =
        new Scenario(
            name,
            "One",
            Map.of(),
            new Scenario.Start("change", "Change", "ann", Map.of()),
            Scenario.Course.PLAIN,
            new Scenario.Expectation(Scenario.End.RECOVERED, "rerun_failed_jobs", "testing"));
    Story story = new Story(scenario, "abc", Duration.ZERO);
    String document =
        """
        {"id": "abc", "state": "%s", "now": "because of that",
         "attempts": [{"action": "rerun_failed_jobs", "outcome": "green"}],
         "timeline": [{"fields": {"failure": {"diagnosis": {"category": "infrastructure",
           "subcategory": "a_very_long_name_of_a_kind", "confidence": 0.9}}}}]}
        """
            .formatted(state);
    story.update(new Incident(Json.read(document.getBytes(UTF_8))), Duration.ofSeconds(1));
    return story;
  }
}
