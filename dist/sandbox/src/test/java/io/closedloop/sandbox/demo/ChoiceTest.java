package io.closedloop.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.sandbox.scenario.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChoiceTest {

  @Test
  void withoutAWordEverythingIsPlayedAndTheServerStays() throws Exception {
    Choice choice = Choice.of().orElseThrow();

    assertThat(choice.exit()).isFalse();
    assertThat(choice.scenarios()).hasSizeGreaterThanOrEqualTo(10);
  }

  @Test
  void onlyThoseThatAreNamedArePlayed() throws Exception {
    Choice choice = Choice.of("--exit", "--only", "outage", "--only", "network").orElseThrow();

    assertThat(choice.exit()).isTrue();
    assertThat(choice.scenarios()).extracting(Scenario::id).containsExactly("network", "outage");
  }

  @Test
  void aNameThatNoScenarioHasIsNotPassedOver() {
    Choice choice = new Choice(false, false, List.of("netwrok"));

    assertThatThrownBy(choice::scenarios)
        .isInstanceOf(DemoFailed.class)
        .hasMessageContainingAll("netwrok", "network");
  }

  @Test
  void wordsThatMakeNoSenseAreRefused() {
    assertThat(Choice.of("--only")).isEmpty();
    assertThat(Choice.of("--ext")).isEmpty();
  }
}
