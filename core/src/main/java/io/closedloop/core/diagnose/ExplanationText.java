package io.closedloop.core.diagnose;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An explanation as people read it, line by line. */
public final class ExplanationText {
  private ExplanationText() {}

  /** The decision, then each category with its matches below it. */
  public static List<String> of(Explanation explanation) {
    List<String> lines = new ArrayList<>();
    lines.add(explanation.decision());
    for (var candidate : explanation.candidates()) {
      lines.add(
          "%s %s: %s%s"
              .formatted(
                  number(candidate.score()),
                  candidate.category(),
                  candidate.why(),
                  candidate.support() > 0
                      ? " (" + number(candidate.support()) + " of it for further signatures)"
                      : ""));
      candidate.matches().forEach(match -> match(match, lines));
      if (candidate.left() > 0) {
        lines.add("    and " + candidate.left() + " more signatures");
      }
    }
    return lines;
  }

  private static void match(Explanation.Match match, List<String> lines) {
    lines.add(
        "    %s, %s%s%s%s"
            .formatted(
                match.signature(),
                match.line() == 0 ? "an annotation" : "line " + match.line(),
                match.times() > 1
                    ? " and " + (match.times() - 1) + " more to line " + match.lastLine()
                    : "",
                match.kind().equals("output") ? "" : ", marked as " + match.kind(),
                match.step() == null ? "" : ", in \"" + match.step() + "\""));
    lines.add("      > " + match.text());
    lines.add(
        "      %s = %s"
            .formatted(
                number(match.score()),
                match.factors().stream()
                    .map(f -> f.name() + " " + number(f.value()) + " (" + f.why() + ")")
                    .collect(Collectors.joining(" × "))));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
