package io.closedloop.core.diagnose;

import com.google.re2j.Pattern;
import io.closedloop.api.EvidenceLine;
import io.closedloop.core.diagnose.Weighing.Weighed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;

/** Chooses the few lines of a log that are shown for a diagnosis. */
final class EvidenceChoice {
  private static final int MOST = 5;
  private static final int MOST_SIGNATURES = 3;
  private static final int MOST_COMPLAINTS = 3;

  /** Who is less sure than this shows the end of the failed step as well. */
  private static final double SURE = 0.5;

  private static final Pattern COMPLAINT =
      Pattern.compile(
          "(?i)\\b(?:error|fatal|fail(?:ed|ure|s)?|cannot|could not|unable|not found|not recognized|denied|refused|invalid|missing|exception|unexpected|broken)\\b");

  /** One of these stands in every complaint. */
  private static final WordFinder COMPLAINT_WORDS =
      new WordFinder(
          WordFinder.inAnyCase(
              List.of(
                  "error",
                  "fatal",
                  "fail",
                  "cannot",
                  "could not",
                  "unable",
                  "not found",
                  "not recognized",
                  "denied",
                  "refused",
                  "invalid",
                  "missing",
                  "exception",
                  "unexpected",
                  "broken")));

  private static final Pattern CONSEQUENCE =
      Pattern.compile(
          "^(?:Process completed with exit code |The operation was canceled|Cleaning up orphan processes"
              // What tools tell after any failure: where their documentation stands, how to see
              // more.
              + "|\\[ERROR\\] (?:To see the full stack trace|Re-run Maven using|For more information about the errors|\\[Help \\d+\\] |After correcting the problems)"
              + "|\\[ERROR\\] *$|npm (?:ERR!|error) (?:A complete log of this run|This is probably not a problem with npm)"
              + "|> (?:Run with --|Get more help at )|info Visit https://yarnpkg)");

  /** A command that a shell shows before it runs it. */
  private static final String TRACED = "+ ";

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

  /** Whether the line only says that something failed before it. */
  static boolean isConsequence(String text) {
    return CONSEQUENCE.matcher(text).find();
  }

  static boolean complains(String text) {
    return !text.startsWith(TRACED) && COMPLAINT.matcher(text).find();
  }

  /** Whether it is worth asking {@link #complains} for the text of these bytes. */
  static boolean mayComplain(byte[] bytes, int length) {
    return COMPLAINT_WORDS.any(bytes, 0, length);
  }

  /**
   * The best line of the best signatures, what stands around the very best, then more lines. Where
   * only the name of a step speaks, what the step printed comes first.
   *
   * @param messages what failing tests said, in order; the first is shown with the best line, which
   *     may be no more than their number
   */
  List<EvidenceLine> of(List<Weighed> hits, List<Hit> messages) {
    var best = hits.getFirst();
    if (best.hit().signature().reads() == Signature.Reads.STEP) {
      context();
    }
    var worthShowing = hits.stream().filter(w -> w.score() >= best.score() / 3).toList();
    var signatures = new HashSet<String>();
    for (var weighed : worthShowing) {
      if (chosen.size() < MOST_SIGNATURES && signatures.add(weighed.hit().signature().id())) {
        add(weighed.hit().evidence(redactor));
        if (signatures.size() == 1) {
          messages.stream().limit(1).forEach(message -> add(message.evidence(redactor)));
        }
      }
    }
    around(best, line -> line.line() < best.hit().line());
    worthShowing.forEach(weighed -> add(weighed.hit().evidence(redactor)));
    around(best, line -> line.line() > best.hit().line());
    if (best.score() < SURE) {
      context();
    }
    return List.copyOf(chosen);
  }

  private void around(Weighed best, Predicate<EvidenceLine> which) {
    best.hit().around().stream()
        .filter(which)
        .filter(line -> !isConsequence(line.text()))
        .forEach(line -> add(redacted(line)));
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
      if (!isConsequence(line.text())) {
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
        .filter(line -> complains(line.text()))
        .filter(line -> !isConsequence(line.text()))
        .limit(MOST_COMPLAINTS)
        .forEach(line -> add(redacted(line)));
    last.stream().filter(line -> !isConsequence(line.text())).forEach(line -> add(redacted(line)));
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
