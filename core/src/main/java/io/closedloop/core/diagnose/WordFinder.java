package io.closedloop.core.diagnose;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds all of many words in one pass over bytes. Of each word two groups of four bytes are kept in
 * a table, those that are rarest in logs; the text is looked up in it four bytes at a time, and
 * only where they are known whole words are compared. Look-ups do not wait for one another, and a
 * byte costs the same however many words there are.
 *
 * <p>Only every second place is looked at: one of the two fours is at an even place of the word,
 * the other at an odd one.
 */
final class WordFinder {
  /** Told the index of a word for each place where it stands. */
  interface Found {
    void word(int index);
  }

  /**
   * What is looked for.
   *
   * @param anyCase whether ASCII letters of either case are alike
   */
  record Word(String text, boolean anyCase) {
    /** In lower case where cases are alike. */
    byte[] bytes() {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      for (int i = 0; anyCase && i < bytes.length; i++) {
        bytes[i] = lower(bytes[i]);
      }
      return bytes;
    }
  }

  /** Bytes of a word that say enough to look for it. */
  static final int SHORTEST = 3;

  /**
   * Makes upper-case letters lower-case, and some other bytes alike, which the comparison tells.
   */
  static final int FOLD = 0x20202020;

  private static final byte CASE = 0x20;
  private static final int FOUR = 4;
  private static final int BITS = 18;

  /** Numbers for each place of a four. */
  private static final int PLACE = 5;

  private static final int SPREAD = 0x9E3779B1;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** A bit for each hash of a known four; small enough for the processor's first cache. */
  private final int[] known = new int[1 << (BITS - 5)];

  /**
   * Pairs of a four and where its places begin, where its hash says or in what follows up to the
   * first pair without places. At most half of them are used.
   */
  private final int[] fours;

  /** How far a hash is shifted to say where. */
  private final int shift;

  /**
   * For each four how many words have it, and of each of them {@value #PLACE} numbers: its index,
   * how many of its bytes stand before the four, its length, and its first or last four bytes,
   * those that are farther away, with where they stand. At 0 there is nothing.
   */
  private final int[] places;

  private final byte[][] words;

  /**
   * For each byte of a word the bit that may differ: what tells an upper-case letter from a
   * lower-case one.
   */
  private final byte[][] either;

  WordFinder(List<Word> wanted) {
    words = wanted.stream().map(WordFinder::bytes).toArray(byte[][]::new);
    either = new byte[words.length][];
    Map<Integer, List<int[]>> byFour = new LinkedHashMap<>();
    for (int i = 0; i < words.length; i++) {
      either[i] = either(words[i], wanted.get(i).anyCase());
      byte[] word = lower(words[i]);
      if (word.length >= FOUR) {
        add(byFour, word, i, rarest(word, 0));
      }
      if (word.length > FOUR) {
        add(byFour, word, i, rarest(word, 1));
      } else {
        addShort(byFour, word, i);
      }
    }
    shift = Integer.numberOfLeadingZeros(Math.max(1, byFour.size())) - 1;
    fours = new int[2 << (Integer.SIZE - shift)];
    places = new int[1 + byFour.values().stream().mapToInt(all -> 1 + PLACE * all.size()).sum()];
    int end = 1;
    for (var entry : byFour.entrySet()) {
      put(entry.getKey(), end);
      places[end++] = entry.getValue().size();
      for (int[] place : entry.getValue()) {
        put(place[0], place[1], end);
        end += PLACE;
      }
    }
  }

  private static byte[] bytes(Word word) {
    byte[] bytes = word.bytes();
    if (bytes.length < SHORTEST) {
      throw new IllegalArgumentException(
          "\"%s\" stands everywhere: a word needs %d bytes".formatted(word.text(), SHORTEST));
    }
    return bytes;
  }

  private static byte[] either(byte[] word, boolean anyCase) {
    byte[] bits = new byte[word.length];
    for (int i = 0; i < word.length; i++) {
      bits[i] = anyCase && word[i] >= 'a' && word[i] <= 'z' ? CASE : 0;
    }
    return bits;
  }

  /** Looked for whatever the case of its letters. */
  static List<Word> inAnyCase(List<String> texts) {
    return texts.stream().map(text -> new Word(text, true)).toList();
  }

  private static void add(Map<Integer, List<int[]>> byFour, byte[] word, int index, int before) {
    add(byFour, four(word, before), index, before);
  }

  private static void add(Map<Integer, List<int[]>> byFour, int bytes, int index, int before) {
    var all = byFour.computeIfAbsent(bytes | FOLD, _ -> new ArrayList<>());
    if (all.stream().noneMatch(place -> place[0] == index && place[1] == before)) {
      all.add(new int[] {index, before});
    }
  }

  /** With whatever stands before it, and after it when there is room. */
  private static void addShort(Map<Integer, List<int[]>> byFour, byte[] word, int index) {
    for (int other = 0; other < 256; other++) {
      add(byFour, three(word, 0) << 8 | other, index, -1);
      if (word.length < FOUR) {
        add(byFour, three(word, 0) | other << 24, index, 0);
      }
    }
  }

  private void put(int four, int at) {
    int hash = hash(four);
    known[hash >>> 5] |= 1 << hash;
    int slot = slot(four);
    while (fours[slot + 1] != 0) {
      slot = next(slot);
    }
    fours[slot] = four;
    fours[slot + 1] = at;
  }

  private void put(int index, int before, int at) {
    byte[] word = words[index];
    int last = Math.max(0, word.length - FOUR);
    int other = before < last - before ? last : 0;
    places[at] = index;
    places[at + 1] = before;
    places[at + 2] = word.length;
    places[at + 3] = word.length < FOUR ? 0 : four(word, other);
    places[at + 4] = other;
  }

  private int slot(int four) {
    return ((four * SPREAD) >>> shift) << 1;
  }

  private int next(int slot) {
    return (slot + 2) & (fours.length - 1);
  }

  private static int hash(int four) {
    return (four * SPREAD) >>> (Integer.SIZE - BITS);
  }

  private static int four(byte[] bytes, int at) {
    return (int) INT.get(bytes, at) | FOLD;
  }

  private static int three(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | ((bytes[at + 1] & 0xff) << 8) | ((bytes[at + 2] & 0xff) << 16);
  }

  static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
  }

  private static byte[] lower(byte[] word) {
    byte[] lower = word.clone();
    for (int i = 0; i < lower.length; i++) {
      lower[i] = lower(lower[i]);
    }
    return lower;
  }

  /** Where the rarest four is, of those that begin there or an even number of bytes behind. */
  private static int rarest(byte[] word, int from) {
    int best = from;
    double most = -1;
    for (int at = from; at + FOUR <= word.length; at += 2) {
      double rarity = Rarity.ofFour(word, at);
      if (rarity > most) {
        most = rarity;
        best = at;
      }
    }
    return best;
  }

  void scan(byte[] bytes, int from, int to, Found found) {
    int[] table = known;
    for (int i = from; i <= to - FOUR; i += 2) {
      int four = four(bytes, i);
      int hash = hash(four);
      if ((table[hash >>> 5] & 1 << hash) != 0) {
        compare(four, bytes, i, from, to, found);
      }
    }
    if (to - from >= SHORTEST) {
      // a short word at the end has nothing after it
      int four = three(bytes, to - SHORTEST) | FOLD;
      int hash = hash(four);
      if ((table[hash >>> 5] & 1 << hash) != 0) {
        compare(four, bytes, to - SHORTEST, from, to, found);
      }
    }
  }

  /** Whether any of the words stands there. */
  boolean any(byte[] bytes, int from, int to) {
    boolean[] any = new boolean[1];
    scan(bytes, from, to, _ -> any[0] = true);
    return any[0];
  }

  private void compare(int four, byte[] bytes, int at, int from, int to, Found found) {
    int slot = slot(four);
    while (fours[slot] != four) {
      if (fours[slot + 1] == 0) {
        return;
      }
      slot = next(slot);
    }
    int i = fours[slot + 1];
    for (int left = places[i++]; left > 0; left--, i += PLACE) {
      int start = at - places[i + 1];
      int length = places[i + 2];
      if (((start - from) | (to - length - start)) >= 0
          && (length < FOUR || four(bytes, start + places[i + 4]) == places[i + 3])
          && stands(places[i], bytes, start)) {
        found.word(places[i]);
      }
    }
  }

  private boolean stands(int index, byte[] bytes, int start) {
    byte[] word = words[index];
    byte[] bits = either[index];
    int i = 0;
    for (; i + FOUR <= word.length; i += FOUR) {
      if (((int) INT.get(bytes, start + i) | (int) INT.get(bits, i)) != (int) INT.get(word, i)) {
        return false;
      }
    }
    for (; i < word.length; i++) {
      if ((bytes[start + i] | bits[i]) != word[i]) {
        return false;
      }
    }
    return true;
  }
}
