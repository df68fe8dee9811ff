package io.closedloop.core.diagnose;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.Diagnosis.Alternative;
import io.closedloop.api.Evidence;
import io.closedloop.api.EvidenceLine;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.diagnose.Weighing.Claim;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
  private static final double SIGN_IN_A_PART = 0.42;

  private static final double UNKNOWN_CONFIDENCE = 0.2;

  /** What is left of a score when another category's is as high. */
  private static final double RIVALLED = 0.55;

  /** A match that may tell what the best one leaves open has at least this share of its score. */
  private static final double AS_GOOD = 0.8;

  private final List<Signature> given;
  private final SignatureSet signatures;
  private final StepHits stepHits;
  private final ReportLines reportLines;
  private final double minimumConfidence;
  private final Refiner refiner;
  private final Set<String> outside;
  private final Redactor redactor = new Redactor();

  /**
   * An engine over these signatures.
   *
   * @param minimumConfidence from 0 to 1; less sure diagnoses are {@code general}
   */
  public DiagnosisEngine(List<Signature> signatures, double minimumConfidence, Refiner refiner) {
    this(signatures, minimumConfidence, refiner, Set.of());
  }

  /**
   * The same.
   *
   * @param outside the categories whose causes lie outside the repositories
   */
  public DiagnosisEngine(
      List<Signature> signatures, double minimumConfidence, Refiner refiner, Set<String> outside) {
    if (!(minimumConfidence >= 0 && minimumConfidence <= 1)) {
      throw new IllegalArgumentException(
          "minimum confidence is from 0 to 1, not " + minimumConfidence);
    }
    given = List.copyOf(signatures);
    var all = new ArrayList<>(signatures);
    all.addAll(Overcome.SIGNS);
    all.addAll(TestMessages.SIGNS);
    this.signatures = new SignatureSet(all);
    stepHits = new StepHits(signatures);
    reportLines = new ReportLines(signatures);
    this.minimumConfidence = minimumConfidence;
    this.refiner = refiner;
    this.outside = Set.copyOf(outside);
  }

  /** What it matches by. */
  public List<Signature> signatures() {
    return given;
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
    var tails = recent.finish();
    var weighing = new Weighing(reader, job);
    weighing.overcome(
        hits.stream().filter(hit -> Overcome.SIGNS.contains(hit.signature())).toList(), hits);
    var messages =
        hits.stream().filter(hit -> TestMessages.SIGNS.contains(hit.signature())).toList();
    hits.removeIf(hit -> isSign(hit.signature()));
    if (job == null || !job.green()) {
      weighing.lookAtTheEnd(hits);
    }
    boolean failed = weighing.failed() || (job != null && !job.green());
    if (failed) {
      hits.addAll(ofAnnotations(annotations, hits, weighing.failedSteps().getFirst()));
      hits.addAll(stepHits.ofTitles(annotations, weighing.failedSteps().getFirst()));
      hits.addAll(stepHits.of(weighing.failedSteps(), job));
    }
    var evidence =
        new Evidence(run, job, RecentLines.excerpts(tails, redactor), annotations, List.of());
    double sign = reader.succeeded() ? SIGN_OF_FAILURE : SIGN_IN_A_PART;
    return judge(
        new Heard(failed, sign, weighing, hits, messages, tails, recent.marked(), evidence),
        List.of());
  }

  /** All that a log says, before it is judged; {@code hits} are the matches of signatures. */
  private record Heard(
      boolean failed,
      double sign,
      Weighing weighing,
      List<Hit> hits,
      List<Hit> messages,
      List<RecentLines.Tail> tails,
      List<EvidenceLine> marked,
      Evidence evidence) {
    EvidenceChoice choice(Redactor redactor) {
      return new EvidenceChoice(redactor, tails, marked);
    }

    List<Hit> with(List<Hit> more) {
      var all = new ArrayList<>(hits);
      all.addAll(more);
      return all;
    }
  }

  private Examined judge(Heard log, List<Hit> ofReports) {
    var claims = log.weighing().claims(log.with(ofReports));
    var explaining = new Explaining(claims, minimumConfidence, redactor);
    Function<List<String>, Examined> again =
        lines -> judge(log, reportLines.hits(lines, log.weighing().failedSteps().getFirst()));
    if (!log.failed() && (claims.isEmpty() || claims.getFirst().score() < log.sign())) {
      return new Examined(
          none(),
          Evidence.ofLog(List.of()),
          false,
          false,
          () -> explaining.none(log.sign()),
          again);
    }
    double confidence = claims.isEmpty() ? 0 : confidence(claims);
    if (claims.isEmpty() || confidence < minimumConfidence) {
      return unsure(log, claims, () -> explaining.unknown(confidence), again);
    }
    var best = claims.getFirst();
    var draft = draft(best, confidence, claims, log.messages(), log.choice(redactor));
    var matches =
        best.hits().stream().limit(MOST_MATCHES).map(w -> w.hit().match(redactor)).toList();
    var refined = refiner.refine(log.evidence(), matches, draft);
    if (refined.confidence() < minimumConfidence) {
      return unsure(log, claims, () -> explaining.unknown(refined.confidence()), again);
    }
    return new Examined(
        refined,
        log.evidence(),
        deciding(best).signature().passes() == Signature.Passes.HISTORY,
        best.category().equals(Diagnosis.GENERAL)
            || best.hits().getFirst().hit().signature().reads() == Signature.Reads.STEP,
        () -> explaining.chosen(confidence),
        again);
  }

  /** What is below the minimum, be it by its matches or by the category's second look. */
  private Examined unsure(
      Heard log,
      List<Claim> claims,
      Supplier<Explanation> explaining,
      Function<List<String>, Examined> again) {
    return new Examined(
        unknown(claims, log.choice(redactor)), log.evidence(), true, true, explaining, again);
  }

  /**
   * A diagnosis, and the evidence that was at hand for it.
   *
   * @param asksHistory whether the log leaves open if the failure passes by itself
   * @param silent whether nothing that was printed names the cause: names of steps may have decided
   * @param explaining tells how it came about; that costs something, so only who asks pays for it
   * @param again judges the same log beside these lines of reports
   */
  public record Examined(
      Diagnosis diagnosis,
      Evidence evidence,
      boolean asksHistory,
      boolean silent,
      Supplier<Explanation> explaining,
      Function<List<String>, Examined> again) {

    /** The same log judged anew, beside what reports say; see {@link ReportLines}. */
    Examined beside(List<String> reports) {
      return reports.isEmpty() ? this : again.apply(reports);
    }

    Examined with(Diagnosis other) {
      return new Examined(other, evidence, asksHistory, silent, explaining, again);
    }

    Examined with(Evidence other) {
      return new Examined(diagnosis, other, asksHistory, silent, explaining, again);
    }

    Examined explainedAs(Examined other) {
      return new Examined(diagnosis, evidence, asksHistory, silent, other.explaining, again);
    }

    /** How the diagnosis came about. */
    public Explanation explanation() {
      return explaining.get();
    }
  }

  /**
   * What GitHub and checks say beside the log, at line 0: a time limit or a lost runner stands only
   * there. Most annotations repeat a line of the log, and add nothing then.
   */
  private List<Hit> ofAnnotations(
      List<Evidence.Annotation> annotations, List<Hit> ofLog, Step failed) {
    var failures = annotations.stream().filter(it -> it.level().equals("failure")).toList();
    if (failures.isEmpty()) {
      return List.of();
    }
    var scan = new LogScan(signatures, new RecentLines());
    for (var annotation : failures) {
      scan.line(line(annotation.message()), LogReader.Kind.ERROR, failed);
      if (!annotation.title().isBlank()) {
        scan.line(
            line(annotation.title() + ": " + annotation.message()), LogReader.Kind.ERROR, failed);
      }
    }
    var known = ofLog.stream().map(Hit::signature).collect(Collectors.toCollection(HashSet::new));
    return scan.finish().stream()
        .filter(hit -> !known.contains(hit.signature()) && !isSign(hit.signature()))
        .toList();
  }

  private static Line line(String text) {
    var line = Line.of(text.getBytes(StandardCharsets.UTF_8));
    line.to = Math.min(line.bytes.length, LineReader.LIMIT);
    return line;
  }

  /** Whether it is no evidence of a failure but of what became of one. */
  private static boolean isSign(Signature signature) {
    return signature.category().isEmpty();
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
    return Calibration.confidence(
        best * (RIVALLED + (1 - RIVALLED) * (1 - rival / Math.max(best, 1e-9))));
  }

  private Diagnosis draft(
      Claim best, double confidence, List<Claim> claims, List<Hit> messages, EvidenceChoice shown) {
    var top = deciding(best);
    var signature = top.signature();
    boolean passes =
        signature.transientFailure()
            || (signature.passes() == Signature.Passes.HISTORY
                && TestMessages.sayThatTheyPass(good(best), messages));
    var lines =
        shown.of(
            best.hits(),
            signature.passes() == Signature.Passes.HISTORY
                ? TestMessages.of(good(best), messages)
                : List.of());
    return new Diagnosis(
        best.category(),
        signature.subcategory(),
        tool(top),
        passes,
        confidence,
        lines,
        Fingerprint.of(top, best.hits(), lines, redactor, outside.contains(best.category())),
        alternatives(claims.subList(1, claims.size()), confidence));
  }

  /** As the signature says, or as the line calls it. */
  private @Nullable String tool(Hit hit) {
    var named = hit.captures().get("tool");
    return hit.signature().tool() != null || named == null
        ? hit.signature().tool()
        : redactor.redact(named).toLowerCase(Locale.ROOT);
  }

  /**
   * The match that tells whether the failure passes by itself: the best one if it says no, else the
   * best of those about as good that say it does, unless it is one complaint among many others.
   */
  private static Hit deciding(Claim claim) {
    var best = claim.hits().getFirst();
    if (best.hit().signature().passes() == Signature.Passes.NO) {
      return best.hit();
    }
    var good = good(claim).stream().map(Weighing.Weighed::hit).toList();
    var often = good.stream().collect(Collectors.groupingBy(Hit::signature, Collectors.counting()));
    var open =
        good.stream().filter(hit -> hit.signature().passes() == Signature.Passes.HISTORY).toList();
    long most =
        open.stream().mapToLong(hit -> often.getOrDefault(hit.signature(), 0L)).max().orElse(0);
    return good.stream()
        .filter(hit -> hit.signature().transientFailure())
        .filter(hit -> 2 * often.getOrDefault(hit.signature(), 0L) >= most)
        .findFirst()
        .or(() -> open.stream().findFirst())
        .orElse(best.hit());
  }

  /** The matches that are about as good as the best one. */
  private static List<Weighing.Weighed> good(Claim claim) {
    double enough = AS_GOOD * claim.hits().getFirst().score();
    return claim.hits().stream().filter(w -> w.score() >= enough).toList();
  }

  /** What lost, each with what it would be worth beside a rival, and never more than is left. */
  private static List<Alternative> alternatives(List<Claim> claims, double winner) {
    return claims.stream()
        .limit(MOST_ALTERNATIVES)
        .map(claim ->
            new Alternative(
                claim.category(),
                Calibration.round(
                    Math.min(Calibration.confidence(RIVALLED * claim.score()), 1 - winner))))
        .toList();
  }

  private Diagnosis unknown(List<Claim> claims, EvidenceChoice shown) {
    var lines = shown.unknown(claims.isEmpty() ? List.of() : claims.getFirst().hits());
    var cause =
        lines.stream()
            .map(EvidenceLine::text)
            .filter(text -> !EvidenceChoice.isConsequence(text))
            .findFirst()
            .orElse("");
    return new Diagnosis(
        Diagnosis.GENERAL,
        "unknown",
        null,
        false,
        UNKNOWN_CONFIDENCE,
        lines,
        Fingerprint.of(Diagnosis.GENERAL, null, "unknown", cause),
        alternatives(
            claims.stream().filter(c -> !c.category().equals(Diagnosis.GENERAL)).toList(),
            UNKNOWN_CONFIDENCE));
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
