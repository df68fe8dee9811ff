package io.closedloop.core.diagnose;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/** All signatures with the texts that they cannot match without; shared by all scans. */
final class SignatureSet {
  /** Lines that do not matter: then a text need not stand where the pattern says. */
  private static final Pattern ANY_LINE = Pattern.compile("\\(\\?[a-zA-Z]*m");

  private static final Pattern ANY_CASE = Pattern.compile("\\(\\?[a-zA-Z]*i");

  /** Of shorter texts the finder has to know what may stand around them. */
  private static final int LONG_ENOUGH = 5;

  /** More texts are sought all at once, or not at all: one after the other they cost too much. */
  private static final int FEW_TEXTS = 16;

  /** Instructions of a pattern that is neither large nor small. */
  private static final int USUAL_SIZE = 50;

  final List<Signature> signatures;

  /** Finds of each signature the texts of one requirement, the rarest one. */
  final WordFinder literals;

  /** By literal, the signatures that look for it. */
  final int[][] owners;

  /** By first byte of a line, the signatures that may match it. */
  private final BitSet[] byFirst = new BitSet[256];

  private final int[] weights;

  /** By signature, its literals. */
  private final List<Required> ownLiterals;

  /** By signature, what else stands in every line that it matches. */
  private final Required[][] required;

  SignatureSet(List<Signature> signatures) {
    this.signatures = List.copyOf(signatures);
    ownLiterals = this.signatures.stream().map(SignatureSet::literals).toList();
    weights = signatures.stream().mapToInt(it -> weight(it.pattern())).toArray();
    required = new Required[signatures.size()][];
    var byWord = new LinkedHashMap<WordFinder.Word, List<Integer>>();
    for (int i = 0; i < required.length; i++) {
      var signature = this.signatures.get(i);
      var needs = needs(signature.pattern().pattern());
      var sought = signature.literals().isEmpty() ? null : rarest(ownLiterals.get(i), needs);
      if (sought != null) {
        for (var word : sought.words()) {
          byWord.computeIfAbsent(word, _ -> new ArrayList<>()).add(i);
        }
      }
      required[i] =
          needs.stream()
              .filter(it -> it.hasPlace() || (it != sought && it.words().size() <= FEW_TEXTS))
              .sorted(Required.CHEAPEST)
              .toArray(Required[]::new);
    }
    Arrays.setAll(byFirst, _ -> new BitSet(required.length));
    for (int i = 0; i < required.length; i++) {
      int signature = i;
      var pattern = this.signatures.get(i).pattern().pattern();
      firstBytes(pattern).stream().forEach(first -> byFirst[first].set(signature));
    }
    literals = new WordFinder(List.copyOf(byWord.keySet()));
    owners =
        byWord.values().stream()
            .map(all -> all.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
  }

  private static Required literals(Signature signature) {
    return new Required(new Literals.Need(signature.literals(), false, false), true);
  }

  /** The signature's literals, or what its pattern needs and is rarer. */
  private static Required rarest(Required literals, List<Required> needs) {
    return Stream.concat(
            Stream.of(literals), needs.stream().filter(it -> it.canBeSought(LONG_ENOUGH)))
        .max(Required.RARITY)
        .orElse(literals);
  }

  private static List<Required> needs(String pattern) {
    if (ANY_LINE.matcher(pattern).find()) {
      return List.of();
    }
    boolean anyCase = anyCase(pattern);
    return Literals.needs(pattern).stream()
        .filter(need -> need.first() || need.last() || need.anyOf().getFirst().length() > 1)
        .map(need -> new Required(need, anyCase))
        .filter(Required::isPlain)
        .toList();
  }

  private static BitSet firstBytes(String pattern) {
    return FirstBytes.of(ANY_LINE.matcher(pattern).find() ? "" : pattern, anyCase(pattern));
  }

  private static boolean anyCase(String pattern) {
    return ANY_CASE.matcher(pattern).find();
  }

  /** The signatures that may match a line that begins with this byte. */
  BitSet beginning(byte first) {
    return byFirst[first & 0xff];
  }

  /** Where the first of the signature's literals stands. */
  long place(int signature, LineBytes line) {
    return ownLiterals.get(signature).place(line);
  }

  /**
   * What a look at so many characters costs. RE2 follows all ways through a pattern at once, so a
   * large one takes longer, unless it gives up at the line's beginning.
   */
  long cost(int signature, int characters) {
    return (long) characters * weights[signature];
  }

  private static int weight(Pattern pattern) {
    return pattern.pattern().startsWith("^") ? 1 : Math.max(1, pattern.programSize() / USUAL_SIZE);
  }

  /** Whether it is worth asking the signature's pattern, which costs a thousand times as much. */
  boolean mayMatch(int signature, LineBytes line) {
    for (Required required : required[signature]) {
      if (!required.in(line)) {
        return false;
      }
    }
    return true;
  }
}
