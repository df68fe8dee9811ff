package io.closedloop.core.diagnose;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Comparator;
import java.util.List;

/** Texts of which one is in every line that a pattern matches. */
final class Required {
  static final Comparator<Required> RARITY = Comparator.comparingDouble(it -> it.rarity);

  /** What is looked up at one place comes first, then the fewest texts, then what is rarest. */
  static final Comparator<Required> CHEAPEST =
      Comparator.<Required, Boolean>comparing(it -> !it.hasPlace())
          .thenComparingInt(it -> it.texts.length)
          .thenComparing(RARITY.reversed());

  private final Literals.Need need;
  private final boolean anyCase;
  private final double rarity;
  private final byte[][] texts;

  /** The same as one character for each byte, as {@link LineBytes} has the line. */
  private final String[] plain;

  /**
   * What is needed.
   *
   * @param anyCase whether ASCII letters of either case are alike
   */
  Required(Literals.Need need, boolean anyCase) {
    this.need = need;
    this.anyCase = anyCase;
    rarity = Rarity.any(need.anyOf(), anyCase);
    texts = words().stream().map(WordFinder.Word::bytes).toArray(byte[][]::new);
    plain = new String[texts.length];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = new String(anyCase ? LineBytes.folded(texts[i]) : texts[i], ISO_8859_1);
    }
  }

  List<WordFinder.Word> words() {
    return need.anyOf().stream().map(text -> new WordFinder.Word(text, anyCase)).toList();
  }

  /** Whether cases are as clear as they are in ASCII. */
  boolean isPlain() {
    return !anyCase || need.anyOf().stream().allMatch(t -> t.chars().allMatch(c -> c < 0x80));
  }

  boolean canBeSought(int shortest) {
    for (byte[] text : texts) {
      if (text.length < shortest) {
        return false;
      }
    }
    return true;
  }

  /** Whether the line begins or ends with it. */
  boolean hasPlace() {
    return need.first() || need.last();
  }

  boolean in(LineBytes line) {
    for (int i = 0; i < texts.length; i++) {
      if (hasPlace() ? at(line.line, texts[i]) : anywhere(line, i)) {
        return true;
      }
    }
    return false;
  }

  private boolean anywhere(LineBytes line, int text) {
    if (!anyCase) {
      return line.exact().contains(plain[text]);
    }
    String folded = line.folded();
    int at = folded.indexOf(plain[text]);
    while (at >= 0 && !line.line.startsWith(texts[text], line.line.from + at, true)) {
      at = folded.indexOf(plain[text], at + 1);
    }
    return at >= 0;
  }

  /** Where the middle of the first of the texts is; past the line when none stands there. */
  int place(LineBytes line) {
    int first = 2 * line.line.length();
    for (String text : plain) {
      int at = line.folded().indexOf(text);
      first = at < 0 ? first : Math.min(first, 2 * at + text.length());
    }
    return first;
  }

  private boolean at(Line line, byte[] text) {
    return line.length() >= text.length
        && (!need.first() || line.startsWith(text, line.from, anyCase))
        && (!need.last() || line.startsWith(text, line.to - text.length, anyCase));
  }
}
