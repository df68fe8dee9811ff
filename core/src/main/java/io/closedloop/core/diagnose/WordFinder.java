package io.closedloop.core.diagnose;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds all of many words in one pass over bytes, ASCII letters of either case alike. Of each word
 * four bytes in a row are kept in a table, those that are rarest in logs; the text is looked up in
 * it four bytes at a time, and only where they are known whole words are compared. Look-ups do not
 * wait for one another, and a byte costs the same however many words there are.
 *
 * <p>Only every second place is looked at: of each word two such fours are kept, one place apart.
 */
final class WordFinder {
  /** Told the index of a word for each place where it stands. */
  interface Found {
    void word(int index);
  }

  /** Bytes of a word that say enough to look for it. */
  static final int SHORTEST = 3;

  private static final int FOUR = 4;
  private static final int BITS = 18;

  /** So many bits of the hash tell which words to compare. */
  private static final int FEWER = 12;

  /**
   * Makes upper-case letters lower-case, and some other bytes alike, which the comparison tells.
   */
  private static final int FOLD = 0x20202020;

  private static final int SPREAD = 0x9E3779B1;

  /** From the commonest in logs on; what is not here is rarer than the last. */
  private static final String COMMON = " etaoinrsl012cdpmu3./-:456789gfh_by,vkw=()[]x\"jzq";

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** How many words have a four. */
  private final Map<Integer, Integer> usual = new HashMap<>();

  /** A bit for each hash of a known four; small enough for the processor's first cache. */
  private final int[] known = new int[1 << (BITS - 5)];

  /**
   * By the hash's upper bits, what to compare, three numbers each: a four, the word that has it,
   * and how many of its bytes stand before it.
   */
  private final int[][] places = new int[1 << FEWER][0];

  private final byte[][] words;

  WordFinder(List<String> wanted) {
    words = wanted.stream().map(WordFinder::bytes).toArray(byte[][]::new);
    for (byte[] word : words) {
      for (int at = 0; at + FOUR <= word.length; at++) {
        usual.merge(four(word, at), 1, Integer::sum);
      }
    }
    for (int i = 0; i < words.length; i++) {
      byte[] word = words[i];
      int at = word.length > FOUR ? rarest(word) : 0;
      if (word.length >= FOUR) {
        add(four(word, at), i, at);
      }
      if (word.length > FOUR) {
        add(four(word, at + 1), i, at + 1);
      } else {
        addShort(i);
      }
    }
  }

  private static byte[] bytes(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < SHORTEST) {
      throw new IllegalArgumentException(
          "\"%s\" stands everywhere: a word needs %d bytes".formatted(word, SHORTEST));
    }
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = lower(bytes[i]);
    }
    return bytes;
  }

  /** With whatever stands before it, and after it when there is room. */
  private void addShort(int index) {
    byte[] word = words[index];
    for (int other = 0; other < 256; other++) {
      add(three(word, 0) << 8 | other, index, -1);
      if (word.length < FOUR) {
        add(three(word, 0) | other << 24, index, 0);
      }
    }
  }

  private void add(int bytes, int index, int before) {
    int four = bytes | FOLD;
    int hash = hash(four);
    known[hash >>> 5] |= 1 << hash;
    int slot = hash >>> (BITS - FEWER);
    int[] there = places[slot];
    for (int i = 0; i < there.length; i += 3) {
      if (there[i] == four && there[i + 1] == index && there[i + 2] == before) {
        return;
      }
    }
    places[slot] = Arrays.copyOf(there, there.length + 3);
    places[slot][there.length] = four;
    places[slot][there.length + 1] = index;
    places[slot][there.length + 2] = before;
  }

  private static int hash(int four) {
    return (four * SPREAD) >>> (Integer.SIZE - BITS);
  }

  private static int four(byte[] bytes, int at) {
    return (int) INT.get(bytes, at) | FOLD;
  }

  private static int three(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16;
  }

  private static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
  }

  /** Where two fours in a row are rarest. */
  private int rarest(byte[] word) {
    int best = 0;
    int most = Integer.MIN_VALUE;
    for (int at = 0; at + FOUR < word.length; at++) {
      int rarity = Math.min(rarity(word, at), rarity(word, at + 1));
      if (rarity > most) {
        most = rarity;
        best = at;
      }
    }
    return best;
  }

  /** The words themselves tell what is usual in logs; among equals, letters do. */
  private int rarity(byte[] word, int at) {
    int rarity = -COMMON.length() * FOUR * usual.getOrDefault(four(word, at), 0);
    for (int i = at; i < at + FOUR; i++) {
      int rank = COMMON.indexOf((char) word[i]);
      rarity += rank < 0 ? COMMON.length() : rank;
    }
    return rarity;
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
      compare(three(bytes, to - SHORTEST) | FOLD, bytes, to - SHORTEST, from, to, found);
    }
  }

  private void compare(int four, byte[] bytes, int at, int from, int to, Found found) {
    int[] all = places[hash(four) >>> (BITS - FEWER)];
    for (int i = 0; i < all.length; i += 3) {
      if (all[i] == four) {
        byte[] word = words[all[i + 1]];
        int start = at - all[i + 2];
        if (start >= from && start + word.length <= to && stands(word, bytes, start)) {
          found.word(all[i + 1]);
        }
      }
    }
  }

  private static boolean stands(byte[] word, byte[] bytes, int start) {
    for (int i = 0; i < word.length; i++) {
      if (lower(bytes[start + i]) != word[i]) {
        return false;
      }
    }
    return true;
  }
}
