package io.closedloop.core.diagnose;

import io.closedloop.api.Diagnosis;
import io.closedloop.core.diagnose.Explanation.Candidate;
import io.closedloop.core.diagnose.Explanation.Match;
import io.closedloop.core.diagnose.Weighing.Claim;
import io.closedloop.core.diagnose.Weighing.Weighed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Puts into words and numbers how the claims of one log were decided. */
final class Explaining {
  private final List<Claim> claims;
  private final double minimum;
  private final Redactor redactor;

  Explaining(List<Claim> claims, double minimum, Redactor redactor) {
    this.claims = claims;
    this.minimum = minimum;
    this.redactor = redactor;
  }

  /** Nothing failed. */
  Explanation none(double sign) {
    String why = claims.isEmpty() ? "no signature matches" : "the matches say too little";
    String decision =
        claims.isEmpty()
            ? "No failure: the log shows none, and no signature matches."
            : "No failure: the log shows none, and without that a match must say at least %s; the best says %s."
                .formatted(two(sign), two(claims.getFirst().score()));
    return new Explanation(decision, 1, minimum, candidates(why));
  }

  /** It failed, and why is not known. */
  Explanation unknown(double confidence) {
    if (claims.isEmpty()) {
      return new Explanation(
          "It failed, and no signature matches: " + Diagnosis.GENERAL + ".", 0, minimum, List.of());
    }
    String why = "says the most, but %s sure is below the minimum".formatted(two(confidence));
    return new Explanation(
        "%s says the most, but is only %s sure, and %s is the minimum: %s."
            .formatted(
                claims.getFirst().category(), two(confidence), two(minimum), Diagnosis.GENERAL),
        confidence,
        minimum,
        candidates(why));
  }

  /** The first claim was believed. */
  Explanation chosen(double confidence) {
    var best = claims.getFirst();
    var rival =
        claims.stream()
            .skip(1)
            .filter(claim -> !claim.category().equals(Diagnosis.GENERAL))
            .findFirst();
    String decision =
        "%s, %s sure: its matches say %s, %s."
            .formatted(
                best.category(),
                two(confidence),
                two(best.score()),
                rival
                    .map(r -> "those of the next, " + r.category() + ", " + two(r.score()))
                    .orElse("and no other category has any"));
    return new Explanation(decision, confidence, minimum, candidates("says the most"));
  }

  private List<Candidate> candidates(String first) {
    var all = new ArrayList<Candidate>();
    for (var claim : claims.subList(0, Math.min(claims.size(), Explanation.MOST_CANDIDATES))) {
      all.add(candidate(claim, all.isEmpty() ? first : lost(claims.getFirst(), claim)));
    }
    return all;
  }

  private Candidate candidate(Claim claim, String why) {
    Map<String, List<Weighed>> bySignature = new LinkedHashMap<>();
    for (var weighed : claim.hits()) {
      bySignature
          .computeIfAbsent(weighed.hit().signature().id(), _ -> new ArrayList<>())
          .add(weighed);
    }
    var matches =
        bySignature.values().stream().limit(Explanation.MOST_MATCHES).map(this::match).toList();
    return new Candidate(
        claim.category(),
        round(claim.score()),
        round(Math.max(0, claim.score() - claim.hits().getFirst().score())),
        why,
        matches,
        bySignature.size() - matches.size());
  }

  private Match match(List<Weighed> ofOne) {
    var best = ofOne.getFirst();
    var hit = best.hit();
    String text =
        hit.text().length() > Explanation.LONGEST_TEXT
            ? hit.text().substring(0, Explanation.LONGEST_TEXT)
            : hit.text();
    return new Match(
        hit.signature().id(),
        hit.line(),
        ofOne.stream().mapToInt(w -> w.hit().line()).max().orElse(hit.line()),
        ofOne.size(),
        redactor.redact(text),
        hit.kind().name().toLowerCase(Locale.ROOT),
        hit.step().name == null ? null : redactor.redact(hit.step().name),
        round(best.score()),
        best.factors().stream().map(f -> new Factor(f.name(), round(f.value()), f.why())).toList());
  }

  /** The factor in which the best match of the loser stands worst against the winner's. */
  private static String lost(Claim winner, Claim loser) {
    var with = winner.hits().getFirst();
    var without = loser.hits().getFirst();
    Factor worst = null;
    double ratio = 1;
    for (var factor : without.factors()) {
      double other =
          with.factors().stream()
              .filter(f -> f.name().equals(factor.name()))
              .mapToDouble(Factor::value)
              .findFirst()
              .orElse(1);
      if (factor.value() / other < ratio) {
        ratio = factor.value() / other;
        worst = factor;
      }
    }
    String less = "says less, %s against %s".formatted(two(loser.score()), two(winner.score()));
    if (worst != null) {
      return less
          + ", for its "
          + worst.name()
          + ": "
          + worst.why()
          + " ("
          + two(worst.value())
          + ")";
    }
    return loser.score() < winner.score()
        ? less + ", for fewer of its signatures match"
        : "says the same, but stands behind in the log";
  }

  private static double round(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  private static String two(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
