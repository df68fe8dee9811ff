package io.closedloop.core.diagnose;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds all of many words in one pass over bytes, ASCII letters of either case alike. A finished
 * table: each byte costs one look-up, however many words there are.
 */
final class AhoCorasick {
  /** Told the index of a word for each place where it ends. */
  interface Found {
    void word(int index);
  }

  /** Bytes that no word holds share class 0, which keeps the table small enough for the caches. */
  private final byte[] classOf = new byte[256];

  private final int classes;

  /**
   * {@code next[state + class]}; states are multiples of {@link #classes}, complemented where a
   * word ends.
   */
  private final int[] next;

  private final int[][] words;

  AhoCorasick(List<String> wanted) {
    var folded = new ArrayList<byte[]>();
    int used = 1;
    int size = 1;
    for (var word : wanted) {
      if (word.isEmpty()) {
        throw new IllegalArgumentException(
            "an empty word is everywhere: give at least one character");
      }
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) lower(bytes[i] & 0xff);
        int value = bytes[i] & 0xff;
        if (classOf[value] == 0) {
          classOf[value] = (byte) used++;
        }
      }
      folded.add(bytes);
      size += bytes.length;
    }
    for (int c = 'A'; c <= 'Z'; c++) {
      classOf[c] = classOf[lower(c)];
    }
    classes = used;
    int[] table = new int[size * classes];
    Arrays.fill(table, -1);
    var ending = new ArrayList<List<Integer>>();
    ending.add(new ArrayList<>());
    for (int w = 0; w < folded.size(); w++) {
      int state = 0;
      for (byte b : folded.get(w)) {
        int slot = state * classes + (classOf[b & 0xff] & 0xff);
        if (table[slot] < 0) {
          table[slot] = ending.size();
          ending.add(new ArrayList<>());
        }
        state = table[slot];
      }
      ending.get(state).add(w);
    }
    int states = ending.size();
    complete(table, ending, states);
    words = new int[states][];
    for (int s = 0; s < states; s++) {
      words[s] = ending.get(s).stream().mapToInt(Integer::intValue).toArray();
    }
    next = new int[states * classes];
    for (int i = 0; i < next.length; i++) {
      int target = table[i];
      next[i] = words[target].length == 0 ? target * classes : ~(target * classes);
    }
  }

  private static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
  }

  /** Breadth first: where a word cannot go on, go on as its longest suffix would. */
  private void complete(int[] table, List<List<Integer>> ending, int states) {
    int[] suffix = new int[states];
    var queue = new ArrayDeque<Integer>();
    for (int c = 0; c < classes; c++) {
      int child = table[c];
      if (child < 0) {
        table[c] = 0;
      } else {
        queue.add(child);
      }
    }
    while (!queue.isEmpty()) {
      int state = queue.remove();
      ending.get(state).addAll(ending.get(suffix[state]));
      for (int c = 0; c < classes; c++) {
        int slot = state * classes + c;
        int fallback = table[suffix[state] * classes + c];
        int child = table[slot];
        if (child < 0) {
          table[slot] = fallback;
        } else {
          suffix[child] = fallback;
          queue.add(child);
        }
      }
    }
  }

  void scan(byte[] bytes, int from, int to, Found found) {
    int[] table = next;
    byte[] map = classOf;
    int state = 0;
    for (int i = from; i < to; i++) {
      state = table[state + (map[bytes[i] & 0xff] & 0xff)];
      if (state < 0) {
        state = ~state;
        for (int word : words[state / classes]) {
          found.word(word);
        }
      }
    }
  }
}
