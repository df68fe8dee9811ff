package io.closedloop.core.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.Evidence;
import io.closedloop.api.EvidenceLine;
import io.closedloop.api.WorkflowJob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisEngineTest {
  private final DiagnosisEngine engine = Logs.engine();

  @Test
  void theStrongestMatchOfTheFailingStepDecides() {
    var diagnosis =
        Logs.diagnose(
            engine,
            Logs.github(
                "##[group]Run pytest",
                "##[endgroup]",
                "E   assert 1 == 2",
                "FAILED a.py::b - assert 1 == 2",
                "##[error]Process completed with exit code 1."));
    assertThat(diagnosis.category()).isEqualTo("testing");
    assertThat(diagnosis.tool()).isEqualTo("pytest");
    assertThat(diagnosis.transientFailure()).isFalse();
    assertThat(diagnosis.confidence()).isGreaterThan(0.8);
    assertThat(diagnosis.evidence()).extracting(EvidenceLine::line).containsExactly(4, 3);
    assertThat(diagnosis.evidence()).extracting(EvidenceLine::step).containsOnly("Run pytest");
  }

  @Test
  void aStepThatWentWellSaysLessThanTheOneThatFailed() {
    var diagnosis =
        Logs.diagnose(
            engine,
            Logs.github(
                "##[group]Run pytest || true",
                "##[endgroup]",
                "FAILED a.py::b",
                "##[group]Run ./fetch",
                "##[endgroup]",
                "Connection refused",
                "##[error]Process completed with exit code 1."));
    assertThat(diagnosis.category()).isEqualTo("infrastructure");
    assertThat(diagnosis.transientFailure()).isTrue();
    assertThat(diagnosis.alternatives())
        .extracting(Diagnosis.Alternative::category)
        .containsExactly("testing");
  }

  @Test
  void aSummaryThatCountsFailuresAfterAttemptsIsNoSuccess() {
    for (String summary :
        List.of(
            "5 passed, 1 failed after 3 attempts",
            "Command completed with exit code 1 after 3 attempts")) {
      var diagnosis =
          Logs.diagnose(
              engine,
              Logs.github(
                  "##[group]Run pytest",
                  "##[endgroup]",
                  "Connection refused",
                  summary,
                  "##[error]Process completed with exit code 1."));
      assertThat(diagnosis.category()).as(summary).isEqualTo("infrastructure");
    }
  }

  @Test
  void aSignatureMayAskForSilenceBeforeItsLine() {
    var all =
        new ArrayList<>(Logs.signatures(Logs.one("stopped", "was canceled", 45, true), "general"));
    all.addAll(
        Logs.signatures(
            Logs.one("hung", "was canceled", 76, true)
                .replace("    weight: 76", "    weight: 76\n    silent_minutes: 5"),
            "performance"));
    var asked = new DiagnosisEngine(all, 0.3, Refiner.NONE);
    String began = "2026-01-03T12:10:00.000Z working\n";
    String stopped = "2026-01-03T12:%s.000Z ##[error]The operation was canceled.\n";

    assertThat(Logs.diagnose(asked, began + stopped.formatted("14:59")).category())
        .isEqualTo("general");
    assertThat(Logs.diagnose(asked, began + stopped.formatted("15:00")).category())
        .isEqualTo("performance");
  }

  @Test
  void aSuccessfulRunWithFrighteningWordsHasNoFailure() {
    var diagnosis =
        Logs.diagnose(
            engine,
            Logs.github("Connection refused, trying again", "Cleaning up orphan processes"));
    assertThat(diagnosis.category()).isEqualTo(Diagnosis.NONE);
    assertThat(diagnosis.evidence()).isEmpty();
  }

  @Test
  void aFailureWithoutASignatureIsGeneralAndShowsTheLastLines() {
    var diagnosis =
        Logs.diagnose(
            engine, Logs.github("strange words", "##[error]Process completed with exit code 3."));
    assertThat(diagnosis.category()).isEqualTo(Diagnosis.GENERAL);
    assertThat(diagnosis.confidence()).isLessThan(0.3);
    assertThat(diagnosis.evidence()).extracting(EvidenceLine::text).contains("strange words");
  }

  @Test
  void whatWasMarkedAndWhatComplainsIsShownBeforeTheLastWords() {
    var diagnosis =
        Logs.diagnose(
            engine,
            Logs.github(
                "##[error]page 7 is odd",
                "the archive cannot be opened",
                "uploading",
                "bye",
                "##[error]Process completed with exit code 3."));
    assertThat(diagnosis.category()).isEqualTo(Diagnosis.GENERAL);
    assertThat(diagnosis.evidence()).extracting(EvidenceLine::line).startsWith(1, 2);
  }

  @Test
  void theFirstOfManyComplaintsIsTheCause() {
    var diagnosis =
        Logs.diagnose(engine, "FAILED a.py::first\nFAILED a.py::second\nFAILED a.py::third\nok\n");
    assertThat(diagnosis.category()).isEqualTo("testing");
    assertThat(diagnosis.evidence()).extracting(EvidenceLine::line).containsExactly(1, 2, 3);
  }

  @Test
  void aLogThatSaysItFailedNeedsNoMarker() {
    var diagnosis = Logs.diagnose(engine, "strange words\nFinished: FAILURE\n");
    assertThat(diagnosis.category()).isEqualTo(Diagnosis.GENERAL);
    assertThat(Logs.diagnose(engine, "strange words\n").category()).isEqualTo(Diagnosis.NONE);
  }

  @Test
  void aPrintedScriptIsNoEvidence() {
    var diagnosis =
        Logs.diagnose(
            engine,
            Logs.github(
                "##[group]Run echo",
                "FAILED a.py::b",
                "##[endgroup]",
                "##[error]Process completed with exit code 1."));
    assertThat(diagnosis.category()).isEqualTo(Diagnosis.GENERAL);
  }

  @Test
  void aSignatureMayAskForTheCommandOfTheStep() {
    assertThat(formatter("java -jar fmt.jar --dry-run src").category()).isEqualTo("testing");
    assertThat(formatter("ls src").category()).isEqualTo(Diagnosis.GENERAL);
  }

  private Diagnosis formatter(String command) {
    return Logs.diagnose(
        engine,
        Logs.github(
            "##[group]Run " + command,
            "##[endgroup]",
            "src/A.java",
            "##[error]Process completed with exit code 1."));
  }

  @Test
  void aStepThatGitHubCallsGreenDidNotFail() throws IOException {
    var log =
        Logs.github(
            "##[group]Run lint",
            "##[endgroup]",
            "FAILED a.py::b",
            "##[error]Process completed with exit code 1.",
            "##[group]Run fetch",
            "##[endgroup]",
            "Connection refused",
            "##[error]Process completed with exit code 1.");
    var steps =
        List.of(
            new WorkflowJob.Step(1, "Run lint", "completed", "success"),
            new WorkflowJob.Step(2, "Run fetch", "completed", "failure"));
    var job = new WorkflowJob(1, 1, 1, "ci", "completed", "failure", null, null, null, steps, "u");
    assertThat(engine.diagnose(Logs.stream(log), null, job, List.of()).category())
        .isEqualTo("infrastructure");
    assertThat(Logs.diagnose(engine, log).category()).isEqualTo("testing");
  }

  @Test
  void annotationsSpeakWhereTheLogIsSilent() throws IOException {
    var job =
        new WorkflowJob(1, 1, 1, "ci", "completed", "failure", null, null, null, List.of(), "u");
    var annotation = new Evidence.Annotation(".github", 1, "failure", "connection refused by x");
    var diagnosis = engine.diagnose(Logs.stream(""), null, job, List.of(annotation));
    assertThat(diagnosis.category()).isEqualTo("infrastructure");
    assertThat(diagnosis.evidence()).singleElement().extracting(EvidenceLine::line).isEqualTo(0);
  }

  @Test
  void theCategoryTakesASecondLookWithRedactedEvidence() throws IOException {
    var seen = new java.util.ArrayList<String>();
    Refiner refiner =
        (evidence, matches, draft) -> {
          seen.add(matches.getFirst().captures().get("test"));
          seen.add(evidence.excerpts().toString());
          return draft.withTransient(true);
        };
    var refining = new DiagnosisEngine(Logs.signatures(Logs.SIGNATURES, "testing"), 0.3, refiner);
    var diagnosis = Logs.diagnose(refining, "password=hunter2\nFAILED a.py::b\n##[error]no\n");
    assertThat(diagnosis.transientFailure()).isTrue();
    assertThat(seen.getFirst()).isEqualTo("a.py::b");
    assertThat(seen.getLast()).contains("FAILED").doesNotContain("hunter2");
  }

  @Test
  void whatTheSecondLookDoubtsIsOfUnknownCause() {
    Refiner doubts = (evidence, matches, draft) -> draft.withConfidence(0.29);
    var engine = new DiagnosisEngine(Logs.signatures(Logs.SIGNATURES, "testing"), 0.3, doubts);
    var diagnosis = Logs.diagnose(engine, "FAILED a.py::b\n##[error]no\n");
    assertThat(diagnosis.category()).isEqualTo(Diagnosis.GENERAL);
    assertThat(diagnosis.alternatives())
        .extracting(Diagnosis.Alternative::category)
        .containsExactly("testing");
  }

  @Test
  void aHugeLogOfCandidatesIsReadInBoundedMemoryAndItsEndStillCounts() throws IOException {
    var line = Logs.github("connection refused, FAILED, assert").getBytes(StandardCharsets.UTF_8);
    var end = Logs.github("FAILED a.py::b", "##[error]Process completed with exit code 1.");
    var runtime = Runtime.getRuntime();
    long before = runtime.totalMemory() - runtime.freeMemory();
    var many = Streams.repeat(line, 3_000_000L * line.length);
    var log = new java.io.SequenceInputStream(many, Logs.stream(end));
    var diagnosis = engine.diagnose(log, null, null, List.of());
    System.gc();
    long after = runtime.totalMemory() - runtime.freeMemory();
    assertThat(diagnosis.category()).isEqualTo("testing");
    assertThat(after - before).isLessThan(64_000_000);
  }
}
