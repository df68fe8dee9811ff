package io.closedloop.core.diagnose;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/** All signatures with their literals; shared by all scans. */
final class SignatureSet {
  /** Cases or lines that do not matter: then a text need not stand there letter for letter. */
  private static final Pattern FLAGS = Pattern.compile("\\(\\?[a-zA-Z]*[im]");

  final List<Signature> signatures;
  final WordFinder literals;

  /** By literal, the signatures that look for it. */
  final int[][] owners;

  /** By signature, what else stands in every line that it matches. */
  private final Required[][] required;

  /** Texts of which one is in the line, and whether it begins or ends with it. */
  private static final class Required {
    private final byte[][] texts;
    private final boolean first;
    private final boolean last;

    Required(Literals.Need need) {
      texts =
          need.anyOf().stream()
              .map(text -> text.getBytes(StandardCharsets.UTF_8))
              .toArray(byte[][]::new);
      first = need.first();
      last = need.last();
    }

    boolean in(Line line) {
      for (byte[] text : texts) {
        if ((first || last) ? at(line, text) : line.contains(text)) {
          return true;
        }
      }
      return false;
    }

    private boolean at(Line line, byte[] text) {
      return line.length() >= text.length
          && (!first || line.startsWith(text))
          && (!last || line.startsWith(text, line.to - text.length));
    }
  }

  /** What is looked up at one place comes first, then what is longest and so the rarest. */
  private static final Comparator<Required> CHEAPEST =
      Comparator.<Required, Boolean>comparing(it -> !it.first && !it.last)
          .thenComparingInt(it -> -it.texts[0].length);

  SignatureSet(List<Signature> signatures) {
    this.signatures = List.copyOf(signatures);
    var byLiteral = new LinkedHashMap<String, List<Integer>>();
    for (int i = 0; i < signatures.size(); i++) {
      for (var literal : signatures.get(i).literals()) {
        byLiteral.computeIfAbsent(lower(literal), _ -> new ArrayList<>()).add(i);
      }
    }
    literals = new WordFinder(List.copyOf(byLiteral.keySet()));
    owners =
        byLiteral.values().stream()
            .map(all -> all.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
    required =
        signatures.stream()
            .map(signature -> required(signature.pattern().pattern()))
            .toArray(Required[][]::new);
  }

  /** In ASCII only, as the finder sees it. */
  private static String lower(String literal) {
    return literal
        .chars()
        .map(c -> c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)
        .collect(StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
        .toString();
  }

  private static Required[] required(String pattern) {
    return FLAGS.matcher(pattern).find()
        ? new Required[0]
        : Literals.needs(pattern).stream()
            .filter(need -> need.first() || need.last() || need.anyOf().getFirst().length() > 1)
            .map(Required::new)
            .sorted(CHEAPEST)
            .toArray(Required[]::new);
  }

  /** Whether it is worth asking the signature's pattern, which costs a thousand times as much. */
  boolean mayMatch(int signature, Line line) {
    for (Required required : required[signature]) {
      if (!required.in(line)) {
        return false;
      }
    }
    return true;
  }
}
