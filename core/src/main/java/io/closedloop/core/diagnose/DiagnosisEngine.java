package io.closedloop.core.diagnose;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.Diagnosis.Alternative;
import io.closedloop.api.Evidence;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.diagnose.Weighing.Claim;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns the log of one job into a diagnosis. Immutable; any number of threads may use it at once.
 */
public final class DiagnosisEngine {
  /** Below this a specific category is not believed. */
  public static final double DEFAULT_MINIMUM_CONFIDENCE = 0.3;

  private static final int MOST_MATCHES = 50;
  private static final int MOST_ALTERNATIVES = 3;

  /** Without any sign of failure but a match, the match must say at least this much. */
  private static final double SIGN_OF_FAILURE = 0.4;

  /** The same where the log does not tell how the job ended, because it was cut off. */
  private static final double SIGN_IN_A_PART = 0.24;

  private static final double UNKNOWN_CONFIDENCE = 0.2;

  private final SignatureSet signatures;
  private final double minimumConfidence;
  private final Refiner refiner;
  private final Redactor redactor = new Redactor();

  /**
   * An engine over these signatures.
   *
   * @param minimumConfidence from 0 to 1; less sure diagnoses are {@code general}
   */
  public DiagnosisEngine(List<Signature> signatures, double minimumConfidence, Refiner refiner) {
    if (!(minimumConfidence >= 0 && minimumConfidence <= 1)) {
      throw new IllegalArgumentException(
          "minimum confidence is from 0 to 1, not " + minimumConfidence);
    }
    this.signatures = new SignatureSet(signatures);
    this.minimumConfidence = minimumConfidence;
    this.refiner = refiner;
  }

  /**
   * Reads the log to its end and says what went wrong.
   *
   * @param log as GitHub's API returns it, or any tool's output; not closed
   * @throws IOException when the log cannot be read
   */
  public Diagnosis diagnose(
      InputStream log,
      @Nullable WorkflowRun run,
      @Nullable WorkflowJob job,
      List<Evidence.Annotation> annotations)
      throws IOException {
    return examine(log, run, job, annotations).diagnosis();
  }

  /** The same, with what an engineer would read about it. */
  public Examined examine(
      InputStream log,
      @Nullable WorkflowRun run,
      @Nullable WorkflowJob job,
      List<Evidence.Annotation> annotations)
      throws IOException {
    var recent = new RecentLines();
    var scan = new LogScan(signatures, recent);
    var reader = new LogReader();
    reader.read(log, scan);
    var hits = new ArrayList<>(scan.finish());
    if (hits.isEmpty()) {
      hits.addAll(ofAnnotations(annotations));
    }
    var tails = recent.finish();
    var weighing = new Weighing(reader, job);
    var claims = weighing.claims(hits);
    var explaining = new Explaining(claims, minimumConfidence, redactor);
    boolean failed = weighing.failed() || (job != null && !job.green());
    double sign = reader.succeeded() ? SIGN_OF_FAILURE : SIGN_IN_A_PART;
    if (!failed && (claims.isEmpty() || claims.getFirst().score() < sign)) {
      return new Examined(none(), Evidence.ofLog(List.of()), () -> explaining.none(sign));
    }
    var shown = new EvidenceChoice(redactor, tails, recent.marked());
    double confidence = claims.isEmpty() ? 0 : confidence(claims);
    if (claims.isEmpty() || confidence < minimumConfidence) {
      return new Examined(
          unknown(claims, shown),
          new Evidence(run, job, RecentLines.excerpts(tails, redactor), annotations, List.of()),
          () -> explaining.unknown(confidence));
    }
    var best = claims.getFirst();
    var draft = draft(best, confidence, claims, shown);
    var excerpts = RecentLines.excerpts(tails, redactor);
    var matches =
        best.hits().stream().limit(MOST_MATCHES).map(w -> w.hit().match(redactor)).toList();
    var evidence = new Evidence(run, job, excerpts, annotations, List.of());
    return new Examined(
        refiner.refine(evidence, matches, draft), evidence, () -> explaining.chosen(confidence));
  }

  /**
   * A diagnosis, and the evidence that was at hand for it.
   *
   * @param explaining tells how it came about; that costs something, so only who asks pays for it
   */
  public record Examined(Diagnosis diagnosis, Evidence evidence, Supplier<Explanation> explaining) {
    /** How the diagnosis came about. */
    public Explanation explanation() {
      return explaining.get();
    }
  }

  /** What checks said about files, where the log itself says nothing: line 0. */
  private List<Hit> ofAnnotations(List<Evidence.Annotation> annotations) {
    var scan = new LogScan(signatures, new RecentLines());
    var step = new Step(0, null);
    for (var annotation : annotations) {
      if (annotation.level().equals("failure")) {
        var line = new Line();
        line.bytes = annotation.message().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        line.to = Math.min(line.bytes.length, LineReader.LIMIT);
        scan.line(line, LogReader.Kind.ERROR, step);
      }
    }
    return scan.finish();
  }

  /** Sure when the best match says much and no other category's match says as much. */
  private static double confidence(List<Claim> claims) {
    double best = claims.getFirst().score();
    double rival =
        claims.stream()
            .skip(1)
            .filter(claim -> !claim.category().equals(Diagnosis.GENERAL))
            .mapToDouble(Claim::score)
            .findFirst()
            .orElse(0);
    return round(best * (0.55 + 0.45 * (1 - rival / Math.max(best, 1e-9))));
  }

  private static double round(double value) {
    return Math.round(Math.clamp(value, 0, 1) * 100) / 100.0;
  }

  private Diagnosis draft(Claim best, double confidence, List<Claim> claims, EvidenceChoice shown) {
    var top = best.hits().getFirst().hit();
    var signature = top.signature();
    return new Diagnosis(
        best.category(),
        signature.subcategory(),
        signature.tool(),
        signature.transientFailure(),
        confidence,
        shown.of(best.hits()),
        Fingerprint.of(
            best.category(), signature.tool(), signature.id(), redactor.redact(top.text())),
        alternatives(claims.subList(1, claims.size())));
  }

  private static List<Alternative> alternatives(List<Claim> claims) {
    return claims.stream()
        .limit(MOST_ALTERNATIVES)
        .map(claim -> new Alternative(claim.category(), round(claim.score() / 2)))
        .toList();
  }

  private Diagnosis unknown(List<Claim> claims, EvidenceChoice shown) {
    var lines = shown.unknown(claims.isEmpty() ? List.of() : claims.getFirst().hits());
    var cause = lines.isEmpty() ? "" : lines.getFirst().text();
    return new Diagnosis(
        Diagnosis.GENERAL,
        "unknown",
        null,
        false,
        UNKNOWN_CONFIDENCE,
        lines,
        Fingerprint.of(Diagnosis.GENERAL, null, "unknown", cause),
        alternatives(
            claims.stream().filter(c -> !c.category().equals(Diagnosis.GENERAL)).toList()));
  }

  private static Diagnosis none() {
    return new Diagnosis(
        Diagnosis.NONE,
        Diagnosis.NONE,
        null,
        false,
        1,
        List.of(),
        Fingerprint.of(Diagnosis.NONE, null, Diagnosis.NONE, ""),
        List.of());
  }
}
