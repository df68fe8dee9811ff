package io.closedloop.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.core.incident.Failure;
import io.closedloop.core.incident.Failures;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.incident.Outcome;
import io.closedloop.core.incident.ProofTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class KpisTest {
  /** Its job completed at the instant at which the server's clock begins. */
  private static final Failure FAILURE = Failures.of("quality_gates", false, "f");

  @TempDir Path folder;
  private TestServer server;
  private Samples samples;

  @BeforeEach
  void start() {
    server = new TestServer(folder);
    samples = new Samples(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** An incident with one attempt that was carried out. */
  private Incident acted(Failure failure, ProofTarget target) {
    return record(
        samples.open(failure),
        new IncidentFact.ActionProposed(1, "x", "why", "{}", "d".repeat(64), ""),
        new IncidentFact.ActionCleared("d".repeat(64)),
        new IncidentFact.EffectBegun(1, 0, "key", "guard"),
        new IncidentFact.ProofAwaited(1, target, server.clock.instant().plus(Duration.ofHours(2))));
  }

  private Incident record(Incident incident, IncidentFact... facts) {
    Incident now = incident;
    for (IncidentFact fact : facts) {
      now = samples.at(now, fact);
    }
    return now;
  }

  private static ProofTarget rerun() {
    return ProofTarget.attempt(FAILURE, 1, List.of("build"));
  }

  private static ProofTarget commit() {
    return ProofTarget.commit(FAILURE, "b".repeat(40), List.of("build"));
  }

  private static IncidentFact proof(String verdict) {
    return new IncidentFact.ProofArrived(1, verdict, "");
  }

  private static IncidentFact end(Outcome outcome) {
    return new IncidentFact.IncidentEnded(outcome, "");
  }

  @Test
  void withoutIncidentsEveryRateAndTimeIsUnknown() throws Exception {
    JsonNode kpis = server.read("/kpis");
    for (String rate :
        List.of("recovery_success_rate", "automation_coverage", "false_positive_rate")) {
      assertThat(kpis.path(rate).path("value").isNull()).as(rate).isTrue();
      assertThat(kpis.path(rate).path("met").isNull()).as(rate).isTrue();
      assertThat(kpis.path(rate).path("samples").asInt()).isZero();
    }
    for (String time : List.of("time_to_detection", "time_to_recovery")) {
      assertThat(kpis.path(time).path("mean_seconds").isNull()).as(time).isTrue();
      assertThat(kpis.path(time).path("met").isNull()).as(time).isTrue();
    }
    assertThat(kpis.path("incidents").asInt(-1)).isZero();
    assertThat(kpis.path("by_state").size()).isZero();
    assertThat(server.get("/kpis").body()).contains("no data").doesNotContain("100 %", "0 %)");
  }

  @Test
  void aCategoryThatThereIsNotIsAMistakeAndNotZero() throws Exception {
    var answer = server.get("/api/v1/kpis?category=nope");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("there is no category nope; known here: ");
  }

  @Test
  void timesRunFromGitHubsOwnTimeOfTheFailure() throws Exception {
    server.clock.advance(Duration.ofSeconds(60));
    Incident first = acted(FAILURE, rerun());
    server.clock.advance(Duration.ofSeconds(30));
    samples.open(FAILURE);
    server.clock.advance(Duration.ofSeconds(510));
    record(first, proof("green"), end(Outcome.RECOVERED));
    JsonNode kpis = server.read("/kpis");
    assertThat(kpis.path("time_to_detection").path("samples").asInt()).isEqualTo(2);
    assertThat(kpis.path("time_to_detection").path("mean_seconds").asDouble()).isEqualTo(75);
    assertThat(kpis.path("time_to_detection").path("p95_seconds").asDouble()).isEqualTo(90);
    assertThat(kpis.path("time_to_detection").path("met").asBoolean()).isTrue();
    assertThat(kpis.path("time_to_recovery").path("samples").asInt()).isEqualTo(1);
    assertThat(kpis.path("time_to_recovery").path("median_seconds").asDouble()).isEqualTo(600);
  }

  @Test
  void whatChangesLaterStillCountsForTheDayOnWhichItWasOpened() throws Exception {
    Incident first = samples.open(FAILURE);
    server.clock.advance(Duration.ofDays(2));
    samples.open(FAILURE);
    server.clock.advance(Duration.ofDays(1));
    String window = "/kpis?window_hours=120";
    assertThat(server.read(window).path("incidents").asInt()).isEqualTo(2);
    assertThat(server.read(window).path("by_state").path("open").asInt()).isEqualTo(2);
    record(first, new IncidentFact.IncidentDismissed("mona", ""));
    assertThat(server.read(window).path("by_state").path("open").asInt()).isEqualTo(1);
    assertThat(server.read(window).path("by_state").path("dismissed").asInt()).isEqualTo(1);
    assertThat(server.read(window).path("days").size()).isEqualTo(2);
    assertThat(server.read("/kpis?window_hours=30").path("incidents").asInt()).isEqualTo(1);
    assertThat(server.read("/kpis?window_hours=20").path("incidents").asInt()).isZero();
  }

  @Test
  void aFailureWithoutATimeOfItsOwnIsNoSample() throws Exception {
    samples.recovered(Samples.failure("main"));
    JsonNode kpis = server.read("/kpis");
    assertThat(kpis.path("incidents").asInt()).isEqualTo(1);
    assertThat(kpis.path("time_to_detection").path("samples").asInt()).isZero();
    assertThat(kpis.path("time_to_recovery").path("mean_seconds").isNull()).isTrue();
    assertThat(kpis.path("recovery_success_rate").path("value").asDouble()).isEqualTo(1);
  }

  @Test
  void onlyWhatIsProvenCountsAsSuccessAndWhatIsUnprovenForNeitherSide() throws Exception {
    record(acted(FAILURE, rerun()), proof("green"), end(Outcome.RECOVERED));
    record(acted(FAILURE, commit()), proof("green"), end(Outcome.RECOVERED));
    record(acted(FAILURE, commit()), proof("none"), end(Outcome.UNPROVEN));
    record(acted(FAILURE, commit()), end(Outcome.SUPERSEDED));
    record(acted(FAILURE, commit()), proof("red"), escalation());
    record(samples.open(FAILURE), escalation(), end(Outcome.FIXED_BY_HUMAN));
    record(samples.open(FAILURE), escalation(), new IncidentFact.IncidentDismissed("mona", ""));
    record(samples.open(FAILURE), new IncidentFact.IncidentDismissed("mona", ""));
    samples.open(FAILURE);
    JsonNode kpis = server.read("/kpis");
    assertThat(kpis.path("incidents").asInt()).isEqualTo(9);
    assertThat(kpis.path("failures").asInt()).isEqualTo(9);
    JsonNode states = kpis.path("by_state");
    assertThat(states.path("recovered").asInt()).isEqualTo(2);
    assertThat(states.path("dismissed").asInt()).isEqualTo(2);
    assertThat(states.path("open").asInt()).isEqualTo(1);
    JsonNode success = kpis.path("recovery_success_rate");
    assertThat(success.path("hits").asInt()).isEqualTo(2);
    assertThat(success.path("samples").asInt()).isEqualTo(5);
    assertThat(success.path("value").asDouble()).isEqualTo(0.4);
    assertThat(success.path("met").asBoolean()).isFalse();
    JsonNode coverage = kpis.path("automation_coverage");
    assertThat(coverage.path("samples").asInt()).isEqualTo(8);
    assertThat(coverage.path("hits").asInt()).isEqualTo(5);
    JsonNode actions = kpis.path("actions");
    assertThat(actions.toString())
        .isEqualTo(
            "{\"proposed\":5,\"carried_out\":5,\"reruns\":1,\"green\":2,\"red\":1,\"unproven\":1}");
  }

  private static IncidentFact escalation() {
    return new IncidentFact.IncidentEscalated("nothing helped");
  }

  @Test
  void aJoinedFailureIsCountedWithItsIncident() throws Exception {
    record(samples.open(FAILURE), new IncidentFact.FailureJoined(FAILURE));
    JsonNode kpis = server.read("/kpis");
    assertThat(kpis.path("failures").asInt()).isEqualTo(2);
    assertThat(kpis.path("incidents").asInt()).isEqualTo(1);
  }

  @Test
  void windowRepositoryAndCategoryNarrowWhatCounts() throws Exception {
    samples.open(FAILURE);
    server.clock.advance(Duration.ofHours(30));
    samples.open(Failures.of("testing", false, "g"));
    server.clock.advance(Duration.ofSeconds(1));
    assertThat(incidents("")).isEqualTo(2);
    assertThat(incidents("?window_hours=24")).isEqualTo(1);
    assertThat(incidents("?category=testing")).isEqualTo(1);
    assertThat(incidents("?category=quality_gates&window_hours=24")).isZero();
    assertThat(incidents("?repository=" + FAILURE.repo())).isEqualTo(2);
    assertThat(incidents("?repository=octo/other")).isZero();
    assertThat(server.read("/kpis").path("days").size()).isEqualTo(2);
  }

  private int incidents(String query) throws Exception {
    return server.read("/kpis" + query).path("incidents").asInt(-1);
  }

  @Test
  void thePageShowsFiguresBesideTheirGoals() throws Exception {
    server.clock.advance(Duration.ofSeconds(60));
    record(acted(FAILURE, rerun()), proof("green"), end(Outcome.RECOVERED));
    server.clock.advance(Duration.ofSeconds(1));
    assertThat(server.get("/kpis?category=quality_gates").body())
        .contains(
            "Mean time to detection", "60 s (median 60 s", "&lt; 2.0 min", "100 % (1)", "≥ 85 %")
        .contains("people cannot mark a diagnosis as wrong", "2026-11-22: 1 incidents, 1 recovered")
        .contains("Only category quality_gates");
  }
}
