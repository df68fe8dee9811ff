package io.closedloop.core.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Wording of messages for the operator: safe quoting of what they wrote, and the name they probably
 * meant.
 */
public final class Words {
  static final int LONGEST_QUOTE = 60;
  private static final int LONGEST_LIST = 12;

  private Words() {}

  /** A number with its noun. */
  public static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  /**
   * The text in quotes, cut to a readable length, with nothing in it that a terminal would act on.
   */
  public static String quote(String text) {
    String cut = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
    return "'" + cut.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?") + "'";
  }

  /** How to go on from an unknown name: {@code did you mean …?} or what would be known. */
  public static String suggest(String unknown, Collection<String> known) {
    if (known.isEmpty()) {
      return "nothing is known here";
    }
    return nearest(unknown, known)
        .map(near -> "did you mean " + near + "?")
        .orElseGet(() ->
            "known here: "
                + known.stream().sorted().limit(LONGEST_LIST).collect(Collectors.joining(", "))
                + (known.size() > LONGEST_LIST ? ", …" : ""));
  }

  /** The known name that is so close to the unknown one that a slip is likely. */
  static Optional<String> nearest(String unknown, Collection<String> known) {
    String folded = fold(unknown);
    if (folded.length() > LONGEST_QUOTE) {
      return Optional.empty();
    }
    int allowed = Math.max(1, folded.length() / 3);
    return known.stream()
        .filter(name -> distance(folded, fold(name)) <= allowed)
        .min(Comparator.comparingInt(name -> distance(folded, fold(name))));
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "").replace(" ", "");
  }

  /** Edits (insert, delete, replace, swap neighbours) that lead from one text to the other. */
  private static int distance(String from, String to) {
    int[][] edits = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int replace = edits[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        edits[i][j] = Math.min(replace, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
        }
      }
    }
    return edits[from.length()][to.length()];
  }
}
