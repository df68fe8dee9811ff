package io.closedloop.core.app;

import io.closedloop.api.Diagnosis;
import io.closedloop.core.config.Problem;
import io.closedloop.core.diagnose.DiagnosisEngine;
import io.closedloop.core.diagnose.SignatureEntry;
import io.closedloop.core.diagnose.SignatureTrial;
import io.closedloop.core.history.FailedJob;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tries signatures of an operator: each log is diagnosed with and without them.
 *
 * @param without the engine as it is
 * @param with the engine as it would be
 * @param replaced those present for which tried ones of the same id stand in
 * @param problems what is wrong with those that were left out
 */
record Trial(
    DiagnosisEngine without,
    DiagnosisEngine with,
    List<SignatureEntry> tried,
    List<SignatureEntry> replaced,
    List<Problem> problems,
    InputStream standardInput) {

  /** A trial beside the signatures that are present. */
  static Trial of(
      List<SignatureEntry> present,
      List<SignatureEntry> tried,
      Function<List<SignatureEntry>, DiagnosisEngine> engine,
      List<Problem> problems,
      InputStream standardInput) {
    Set<String> ids = tried.stream().map(SignatureEntry::key).collect(Collectors.toSet());
    Map<Boolean, List<SignatureEntry>> replaced =
        present.stream().collect(Collectors.partitioningBy(entry -> ids.contains(entry.key())));
    List<SignatureEntry> both = new ArrayList<>(replaced.getOrDefault(false, List.of()));
    both.addAll(tried);
    return new Trial(
        engine.apply(present),
        engine.apply(both),
        tried,
        replaced.getOrDefault(true, List.of()),
        problems,
        standardInput);
  }

  /** A diagnosis in short. */
  record Verdict(
      String category,
      String subcategory,
      @Nullable String tool,
      @com.fasterxml.jackson.annotation.JsonProperty("transient") boolean passes,
      double confidence) {
    static Verdict of(Diagnosis diagnosis) {
      return new Verdict(
          diagnosis.category(),
          diagnosis.subcategory(),
          diagnosis.tool(),
          diagnosis.transientFailure(),
          diagnosis.confidence());
    }
  }

  /** What became of one log. */
  record OnLog(
      String file,
      List<SignatureTrial.Match> matches,
      Verdict without,
      Verdict with,
      boolean changed) {}

  /** What would become of one stored failure. */
  record OnPast(String repository, String job, long runId, Verdict without, Verdict with) {}

  OnLog onLog(String file) throws IOException {
    Path copy =
        file.equals(LogFile.STANDARD_INPUT) ? Files.createTempFile("closedloop", ".log") : null;
    try {
      if (copy != null) {
        try (var in = LogFile.open(file, standardInput);
            var out = Files.newOutputStream(copy)) {
          in.transferTo(out);
        }
      }
      String read = copy == null ? file : copy.toString();
      List<SignatureTrial.Match> matches;
      try (var log = LogFile.open(read, standardInput)) {
        matches =
            SignatureTrial.matches(tried.stream().map(SignatureEntry::signature).toList(), log);
      }
      Diagnosis before = diagnose(without, read);
      Diagnosis after = diagnose(with, read);
      return new OnLog(file, matches, Verdict.of(before), Verdict.of(after), !same(before, after));
    } finally {
      if (copy != null) {
        Files.deleteIfExists(copy);
      }
    }
  }

  private Diagnosis diagnose(DiagnosisEngine engine, String file) throws IOException {
    try (var log = LogFile.open(file, standardInput)) {
      return engine.diagnose(log, null, null, List.of());
    }
  }

  /** What can be said of a stored failure. */
  sealed interface Compared {
    /** Its excerpt does not give the stored diagnosis, so that nothing follows from it. */
    record Not() implements Compared {}

    record Same() implements Compared {}

    record Changed(OnPast change) implements Compared {}
  }

  Compared onPast(FailedJob job) throws IOException {
    Diagnosis before = diagnose(without, job);
    if (!before.category().equals(job.category())
        || !before.fingerprint().equals(job.fingerprint())
        || before.transientFailure() != job.passes()) {
      return new Compared.Not();
    }
    Diagnosis after = diagnose(with, job);
    return same(before, after)
        ? new Compared.Same()
        : new Compared.Changed(
            new OnPast(
                job.repository(), job.job(), job.runId(), Verdict.of(before), Verdict.of(after)));
  }

  private static Diagnosis diagnose(DiagnosisEngine engine, FailedJob job) throws IOException {
    try (var log = job.log().open()) {
      return engine.diagnose(log, null, job.asJob(), job.context().annotations());
    }
  }

  private static boolean same(Diagnosis before, Diagnosis after) {
    return before.category().equals(after.category())
        && before.subcategory().equals(after.subcategory())
        && java.util.Objects.equals(before.tool(), after.tool())
        && before.transientFailure() == after.transientFailure()
        && before.fingerprint().equals(after.fingerprint());
  }
}
