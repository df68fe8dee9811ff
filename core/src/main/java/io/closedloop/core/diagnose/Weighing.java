package io.closedloop.core.diagnose;

import io.closedloop.api.WorkflowJob;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides how much each match says: the failing step counts above the rest, its own errors above
 * warnings, a cause above what follows from it, the strongest match above many weak ones.
 */
final class Weighing {
  private static final double LATER_STEP = 0.95;
  private static final double COMPLAINED = 0.85;

  /** A step that runs after one that failed is there to report, to tidy up or to keep results. */
  private static final double COMPLAINED_AFTERWARDS = 0.6;

  private static final double ELSEWHERE = 0.25;

  /**
   * The same where it is sure which step failed: with so little nothing is believed, however strong
   * the signature; a step that passed may print whatever it likes.
   */
  private static final double BESIDE = 0.1;

  private static final double SUCCEEDED = 0.2;
  private static final double WARNING = 0.4;

  /** A match that was got over: the same step tried again and says that it went well. */
  private static final double OVERCOME = 0.1;

  /** A sign of failure behind a cause that another category claims. */
  private static final double EXPLAINED = 0.7;

  /** How strong that cause must be, measured by the sign. */
  private static final double EXPLAINS = 0.6;

  /**
   * A step that fails without an error marker, as those in containers did, ends with its cause:
   * what stands in so many last lines of it and is as strong as this counts as a failure.
   */
  private static final int LAST_LINES = 10;

  private static final int STRONG = 90;

  /** What is taken off a match that so many lines of the same step follow, or more. */
  private static final double SURVIVED = 0.08;

  private static final int WENT_ON = 1000;

  /** What each further signature of the same category adds, up to {@link #MOST_SUPPORT}. */
  private static final double SUPPORT = 0.03;

  private static final double MOST_SUPPORT = 0.09;

  /** Below this nothing is believed, so more of it is no support either. */
  private static final double SUPPORTED = 0.15;

  /** A category with the sum of its evidence and its matches, best first. */
  record Claim(String category, double score, List<Weighed> hits) {}

  /** A match and what it says, from 0 to 1: the product of its factors. */
  record Weighed(Hit hit, double score, List<Factor> factors) {
    static Weighed of(Hit hit, List<Factor> factors) {
      double score = 1;
      for (var factor : factors) {
        score *= factor.value();
      }
      return new Weighed(hit, score, factors);
    }

    Weighed with(Factor further) {
      var all = new ArrayList<>(factors);
      all.add(further);
      return of(hit, List.copyOf(all));
    }
  }

  private final LogReader reader;
  private final Set<String> failedNames = new HashSet<>();
  private final List<Step> failing;
  private final Map<Step, Integer> overcome = new HashMap<>();
  private final Map<Step, Integer> wentThrough = new HashMap<>();
  private final Map<Step, BitSet> retried = new HashMap<>();

  Weighing(LogReader reader, @Nullable WorkflowJob job) {
    this.reader = reader;
    failing = new ArrayList<>(FailedSteps.of(reader.complaining(), job));
    if (job != null) {
      job.steps().stream()
          .filter(step -> "failure".equals(step.conclusion()))
          .forEach(step -> failedNames.add(step.name()));
    }
  }

  /**
   * Tells of lines that say that a step tries again, or tried again and did it.
   *
   * @param hits the matches of signatures
   */
  void overcome(List<Hit> signs, List<Hit> hits) {
    for (var sign : signs) {
      if (sign.signature().equals(Overcome.SIGN)) {
        overcome.merge(sign.step(), sign.line(), Math::max);
      } else if (sign.signature().equals(Overcome.WENT_THROUGH)) {
        wentThrough.merge(sign.step(), sign.line(), Math::max);
      } else if (sign.signature().equals(Overcome.TRIES_AGAIN) && !failedAfter(sign, hits)) {
        retried
            .computeIfAbsent(sign.step(), step -> new BitSet())
            .set(Math.max(0, sign.line() - Overcome.SOON), sign.line() + 1);
      }
    }
  }

  /** Whether something failed right after it was to be tried again, so the other tries did too. */
  private static boolean failedAfter(Hit sign, List<Hit> hits) {
    return hits.stream()
        .anyMatch(hit ->
            hit.signature().symptom()
                && hit.signature().tool() != null
                && hit.step() == sign.step()
                && hit.line() > sign.line()
                && hit.line() <= sign.line() + Overcome.LAST_TRY);
  }

  /** Whether what this says was tried again, and not for the last time, or went well after all. */
  private boolean gotOver(Hit hit) {
    var notices = retried.get(hit.step());
    return hit.line() > 0
        && (hit.line() < overcome.getOrDefault(hit.step(), 0)
            || (hit.signature().transientFailure()
                && (hit.line() < wentThrough.getOrDefault(hit.step(), 0)
                    || (notices != null && notices.get(hit.line())))));
  }

  /** Whether anything but a signature says that the job failed. */
  boolean failed() {
    return !failing.isEmpty() || reader.failed();
  }

  /** The steps that failed; where the log only says that it did, the one that it ended in. */
  List<Step> failedSteps() {
    var ended = failing.stream().filter(step -> step.ended).toList();
    if (!ended.isEmpty()) {
      return ended;
    }
    return failing.isEmpty() ? List.of(reader.last()) : failing;
  }

  /** Takes the last step for failed where nothing but how it ends says so. */
  void lookAtTheEnd(List<Hit> hits) {
    if (!failed() && !reader.saysSuccess() && hits.stream().anyMatch(this::endsIn)) {
      failing.add(reader.last());
    }
  }

  private boolean endsIn(Hit hit) {
    return hit.signature().weight() >= STRONG
        && !hit.signature().transientFailure()
        && hit.kind() == LogReader.Kind.OUTPUT
        && hit.step() == reader.last()
        && overcome.getOrDefault(hit.step(), 0) < hit.line()
        && hit.line() > hit.step().lastLine - LAST_LINES;
  }

  /** All categories that any match speaks for, best first. */
  List<Claim> claims(List<Hit> hits) {
    Map<Signature, Integer> last = new HashMap<>();
    hits.forEach(hit -> last.merge(hit.signature(), hit.line(), Math::max));
    Map<String, List<Weighed>> byCategory = new LinkedHashMap<>();
    var weighed =
        hits.stream()
            .map(hit ->
                Weighed.of(hit, factors(hit, last.getOrDefault(hit.signature(), hit.line()))))
            .toList();
    var causes = weighed.stream().filter(w -> !w.hit().signature().symptom()).toList();
    for (var one : weighed) {
      byCategory
          .computeIfAbsent(one.hit().signature().category(), name -> new ArrayList<>())
          .add(
              explained(one, causes)
                  ? one.with(
                      new Factor("symptom", EXPLAINED, "another category's cause stands before it"))
                  : one);
    }
    var claims = new ArrayList<Claim>();
    byCategory.forEach((category, ofOne) -> {
      ofOne.sort(
          Comparator.comparingDouble(Weighed::score)
              .reversed()
              .thenComparingInt(w -> w.hit().line()));
      claims.add(new Claim(category, sum(ofOne), List.copyOf(ofOne)));
    });
    claims.sort(Comparator.comparingDouble(Claim::score).reversed());
    return claims;
  }

  /** Whether a cause of another category stands before this sign of a failure, in the same step. */
  private static boolean explained(Weighed sign, List<Weighed> causes) {
    var hit = sign.hit();
    return hit.signature().symptom()
        && causes.stream()
            .anyMatch(cause ->
                cause.hit().step() == hit.step()
                    && cause.score() >= EXPLAINS * sign.score()
                    && !cause.hit().signature().category().equals(hit.signature().category())
                    && (cause.hit().line() <= hit.line()
                        || cause.hit().signature().reads() == Signature.Reads.STEP));
  }

  private static double sum(List<Weighed> weighed) {
    double best = weighed.getFirst().score();
    if (best < SUPPORTED) {
      return best;
    }
    long others =
        weighed.stream()
                .filter(w -> w.score() >= best / 2)
                .map(w -> w.hit().signature().id())
                .distinct()
                .count()
            - 1;
    return Math.min(1, best + Math.min(MOST_SUPPORT, SUPPORT * others));
  }

  /**
   * @param last the last line that the same signature matched: what a tool complains about up to
   *     the end of a log without steps began with its first complaint
   */
  private List<Factor> factors(Hit hit, int last) {
    var factors = new ArrayList<Factor>();
    factors.add(
        new Factor(
            "weight", hit.signature().weight() / 100.0, "what the signature says of itself"));
    factors.add(
        hit.kind() == LogReader.Kind.WARNING
            ? new Factor("kind", WARNING, "marked as a warning")
            : new Factor("kind", 1, "not marked as a warning"));
    factors.add(place(hit, last));
    if (hit.certainty() < 1) {
      factors.add(new Factor("command", hit.certainty(), "commands after it ran as well"));
    }
    if (gotOver(hit)) {
      factors.add(new Factor("overcome", OVERCOME, "its step tried again, or it went well later"));
    }
    int after = hit.step().lastLine - Math.max(hit.line(), last);
    if (hit.line() > 0 && after > 0) {
      factors.add(
          new Factor(
              "survived",
              1 - SURVIVED * Math.min(1, after / (double) WENT_ON),
              "its step went on after it"));
    }
    return List.copyOf(factors);
  }

  private Factor place(Hit hit, int last) {
    if (failing.isEmpty()) {
      return reader.succeeded()
          ? new Factor("place", SUCCEEDED, "the log says that all went well")
          : new Factor(
              "place",
              0.75 + 0.25 * last / Math.max(1, reader.lines()),
              "no failed step is known: the later the last such line, the more");
    }
    var step = hit.step();
    var name = step.name;
    if (name != null && failedNames.contains(name)) {
      return new Factor("place", 1, "GitHub calls its step failed");
    }
    var firstEnded = failing.stream().filter(s -> s.ended).findFirst().orElse(null);
    if (!failing.contains(step)) {
      return firstEnded != null
          ? new Factor("place", BESIDE, "its step did not fail, and another one did")
          : new Factor("place", ELSEWHERE, "its step did not fail");
    }
    if (step.ended) {
      return step == firstEnded
          ? new Factor("place", 1, "in the first step that failed")
          : new Factor("place", LATER_STEP, "an earlier step failed before");
    }
    if (firstEnded == null) {
      return new Factor("place", 1, "its step complained, and none is known to have failed");
    }
    return step.index < firstEnded.index
        ? new Factor("place", COMPLAINED, "its step complained, but another one failed")
        : new Factor(
            "place", COMPLAINED_AFTERWARDS, "its step complained, but one before it failed");
  }
}
