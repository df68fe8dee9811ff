package io.closedloop.core.diagnose;

import io.closedloop.api.WorkflowJob;
import java.util.ArrayList;
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
 * warnings, the strongest match above many weak ones.
 */
final class Weighing {
  private static final double LATER_STEP = 0.95;
  private static final double COMPLAINED = 0.85;
  private static final double ELSEWHERE = 0.35;
  private static final double SUCCEEDED = 0.2;
  private static final double WARNING = 0.4;

  /** What each further signature of the same category adds, up to {@link #MOST_SUPPORT}. */
  private static final double SUPPORT = 0.03;

  private static final double MOST_SUPPORT = 0.09;

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
  }

  private final LogReader reader;
  private final Set<String> failedNames = new HashSet<>();
  private final Set<String> passedNames = new HashSet<>();
  private final List<Step> failing = new ArrayList<>();

  Weighing(LogReader reader, @Nullable WorkflowJob job) {
    this.reader = reader;
    if (job != null) {
      for (var step : job.steps()) {
        ("success".equals(step.conclusion()) ? passedNames : failedNames).add(step.name());
      }
      job.steps().stream()
          .filter(step -> !"failure".equals(step.conclusion()))
          .forEach(step -> failedNames.remove(step.name()));
    }
    for (var step : reader.complaining()) {
      // A step that may fail (continue-on-error) says the same as one that did; only GitHub knows.
      if (step.name == null || !passedNames.contains(step.name)) {
        failing.add(step);
      }
    }
  }

  /** Whether anything but a signature says that the job failed. */
  boolean failed() {
    return !failing.isEmpty() || reader.failed();
  }

  /** All categories that any match speaks for, best first. */
  List<Claim> claims(List<Hit> hits) {
    Map<Signature, Integer> last = new HashMap<>();
    hits.forEach(hit -> last.merge(hit.signature(), hit.line(), Math::max));
    Map<String, List<Weighed>> byCategory = new LinkedHashMap<>();
    for (var hit : hits) {
      byCategory
          .computeIfAbsent(hit.signature().category(), name -> new ArrayList<>())
          .add(Weighed.of(hit, factors(hit, last.getOrDefault(hit.signature(), hit.line()))));
    }
    var claims = new ArrayList<Claim>();
    byCategory.forEach((category, weighed) -> {
      weighed.sort(
          Comparator.comparingDouble(Weighed::score)
              .reversed()
              .thenComparingInt(w -> w.hit().line()));
      claims.add(new Claim(category, sum(weighed), List.copyOf(weighed)));
    });
    claims.sort(Comparator.comparingDouble(Claim::score).reversed());
    return claims;
  }

  private static double sum(List<Weighed> weighed) {
    double best = weighed.getFirst().score();
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
    return List.of(
        new Factor("weight", hit.signature().weight() / 100.0, "what the signature says of itself"),
        hit.kind() == LogReader.Kind.WARNING
            ? new Factor("kind", WARNING, "marked as a warning")
            : new Factor("kind", 1, "not marked as a warning"),
        place(hit, last));
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
    boolean anyEnded = failing.stream().anyMatch(s -> s.ended);
    if (!failing.contains(step)) {
      return new Factor("place", ELSEWHERE, "its step did not fail");
    }
    if (step.ended) {
      boolean first = failing.stream().filter(s -> s.ended).findFirst().orElseThrow() == step;
      return first
          ? new Factor("place", 1, "in the first step that failed")
          : new Factor("place", LATER_STEP, "an earlier step failed before");
    }
    return anyEnded
        ? new Factor("place", COMPLAINED, "its step complained, but another one failed")
        : new Factor("place", 1, "its step complained, and none is known to have failed");
  }
}
