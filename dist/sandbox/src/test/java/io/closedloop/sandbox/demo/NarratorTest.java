package io.closedloop.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.sandbox.demo.Terminal.Tone;
import io.closedloop.sandbox.world.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class NarratorTest {

  @Test
  void aDiagnosisIsNamedWithItsConfidence() {
    assertThat(
            Narrator.tell(
                moment(
                    "IncidentOpened",
                    """
                    {"failure": {"diagnosis":
                      {"category": "testing", "subcategory": "unit_test", "confidence": 0.987}}}
                    """)))
        .contains(new Narrator.Line(Tone.BUSY, "diagnosed testing/unit_test (0.99)"));
  }

  @Test
  void aBackoffSaysHowLongItIs() {
    assertThat(
            Narrator.tell(
                moment(
                    "ActionDelayed",
                    """
                    {"action": "rerun_failed_jobs", "until": "2026-01-01T00:00:31Z"}
                    """)))
        .hasValueSatisfying(
            line -> assertThat(line.text()).startsWith("rerun_failed_jobs is held back for 31 s"));
  }

  @Test
  void aPlanNamesOnlyWhatMayBeDone() {
    assertThat(
            Narrator.tell(
                moment(
                    "RecoveryPlanned",
                    """
                    {"actions": [{"action": "a", "mode": "off"}, {"action": "b", "mode": "automatic"},
                      {"action": "c", "mode": "supervised"}]}
                    """)))
        .contains(new Narrator.Line(Tone.PLAIN, "plan: b (automatic), then c (supervised)"));
  }

  @Test
  void aCommitIsCalledByItsShortName() {
    String sha = "0123456789abcdef0123456789abcdef01234567";

    assertThat(
            Narrator.tell(
                moment(
                    "EffectDone",
                    "{\"result\": {\"status\": \"DONE\", \"values\": {\"sha\": \""
                        + sha
                        + "\"}}}")))
        .contains(new Narrator.Line(Tone.BUSY, "pushed commit 0123456"));
  }

  @Test
  void aStepThatFailedIsNotCalledDone() {
    assertThat(
            Narrator.tell(
                moment(
                    "EffectDone",
                    "{\"result\": {\"status\": \"FAILED\", \"values\": {\"sha\": \"1\"}}}")))
        .contains(new Narrator.Line(Tone.BUSY, "the server's own words"));
  }

  @Test
  void aFactThatTheDemoDoesNotKnowIsToldInTheServersWords() {
    assertThat(Narrator.tell(moment("SomethingNew", "{}")))
        .contains(new Narrator.Line(Tone.PLAIN, "the server's own words"));
  }

  @Test
  void whatOnlyAnAuditorWantsToKnowIsLeftOut() {
    assertThat(Narrator.tell(moment("EffectBegun", "{}"))).isEmpty();
  }

  private static JsonNode moment(String type, String fields) {
    return Json.read(
        ("{\"seq\": 1, \"at\": \"2026-01-01T00:00:00Z\", \"text\": \"The server's own words\", \"type\": \""
                + type
                + "\", \"fields\": "
                + fields
                + "}")
            .getBytes(UTF_8));
  }
}
