package io.closedloop.core.diagnose;

import com.google.re2j.Pattern;
import io.closedloop.api.EvidenceLine;
import io.closedloop.core.diagnose.Weighing.Weighed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Chooses the few lines of a log that are shown for a diagnosis. */
final class EvidenceChoice {
  private static final int MOST = 5;

  /** Who is less sure than this shows the end of the failed step as well. */
  private static final double SURE = 0.5;

  private static final Pattern COMPLAINT =
      Pattern.compile(
          "(?i)\\b(?:error|fatal|fail(?:ed|ure|s)?|cannot|could not|unable|not found|not recognized|denied|refused|invalid|missing|exception|unexpected|broken)\\b");
  private static final Pattern CONSEQUENCE =
      Pattern.compile("^(?:Process completed with exit code |The operation was canceled)");

  private final Redactor redactor;
  private final List<RecentLines.Tail> tails;
  private final List<EvidenceLine> marked;
  private final List<EvidenceLine> chosen = new ArrayList<>();
  private final HashSet<Integer> lines = new HashSet<>();

  EvidenceChoice(Redactor redactor, List<RecentLines.Tail> tails, List<EvidenceLine> marked) {
    this.redactor = redactor;
    this.tails = tails;
    this.marked = marked;
  }

  /** The best line of each signature first, then more lines of the best ones. */
  List<EvidenceLine> of(List<Weighed> hits) {
    var signatures = new HashSet<String>();
    double worthShowing = hits.getFirst().score() / 3;
    for (boolean again : new boolean[] {false, true}) {
      for (var weighed : hits) {
        var hit = weighed.hit();
        if (weighed.score() >= worthShowing && (again || signatures.add(hit.signature().id()))) {
          add(hit.evidence(redactor));
        }
      }
    }
    if (hits.getFirst().score() < SURE) {
      context();
    }
    return List.copyOf(chosen);
  }

  /** For a failure that no signature knows: what was marked, and how the failed step ended. */
  List<EvidenceLine> unknown(List<Weighed> best) {
    if (!best.isEmpty()) {
      add(best.getFirst().hit().evidence(redactor));
    }
    context();
    return List.copyOf(chosen);
  }

  private void context() {
    for (var line : marked) {
      if (!CONSEQUENCE.matcher(line.text()).find()) {
        add(redacted(line));
      }
    }
    var last =
        tails.stream()
            .filter(tail -> tail.step().ended)
            .findFirst()
            .or(() -> tails.stream().findFirst())
            .map(tail -> tail.lines().reversed())
            .orElse(List.of());
    last.stream()
        .filter(line -> COMPLAINT.matcher(line.text()).find())
        .filter(line -> !CONSEQUENCE.matcher(line.text()).find())
        .forEach(line -> add(redacted(line)));
    last.forEach(line -> add(redacted(line)));
  }

  private EvidenceLine redacted(EvidenceLine line) {
    return new EvidenceLine(line.line(), redactor.redact(line.text()), line.step());
  }

  private void add(EvidenceLine line) {
    if (chosen.size() < MOST && lines.add(line.line())) {
      chosen.add(line);
    }
  }
}
