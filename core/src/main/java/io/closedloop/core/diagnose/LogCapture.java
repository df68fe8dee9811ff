package io.closedloop.core.diagnose;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Passes a log on and keeps its beginning and its end. What lies between is kept as empty lines, so
 * that the others keep their numbers.
 */
public final class LogCapture extends FilterInputStream {
  private static final int HEAD = 256 * 1024;
  private static final int TAIL = 2 * 1024 * 1024;

  /** Empty lines that stand for what was left out; beyond that line numbers are not kept. */
  private static final int MOST_EMPTY = 1_000_000;

  private final ByteArrayOutputStream head = new ByteArrayOutputStream(8 * 1024);
  private byte[] tail = new byte[0];
  private long passed;
  private int dropped;
  private @Nullable String plain;

  /** A capture of this log; closing it closes the log. */
  public LogCapture(InputStream log) {
    super(log);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = in.read(into, offset, length);
    if (read > 0) {
      keep(into, offset, read);
    }
    return read;
  }

  private void keep(byte[] bytes, int offset, int length) {
    int first = Math.min(length, HEAD - head.size());
    head.write(bytes, offset, first);
    int from = offset + first;
    int left = length - first;
    if (left > 0 && tail.length == 0) {
      tail = new byte[TAIL];
    }
    while (left > 0) {
      int at = (int) (passed % TAIL);
      int part = Math.min(left, TAIL - at);
      if (passed >= TAIL) {
        for (int i = at; i < at + part; i++) {
          dropped += tail[i] == '\n' ? 1 : 0;
        }
      }
      System.arraycopy(bytes, from, tail, at, part);
      passed += part;
      from += part;
      left -= part;
    }
  }

  /** Whether what was kept holds this text, not as a part of longer words. */
  boolean mentions(String words) {
    String known = plain;
    if (known == null) {
      known = new String(text(), StandardCharsets.UTF_8);
      plain = known;
    }
    int from = words.isEmpty() ? -1 : known.indexOf(words);
    while (from >= 0) {
      int to = from + words.length();
      if (ends(known, from) && ends(known, to)) {
        return true;
      }
      from = known.indexOf(words, from + 1);
    }
    return false;
  }

  /** Whether a word ends or begins there, or none is there. */
  private static boolean ends(String text, int at) {
    return at == 0 || at == text.length() || !(word(text.charAt(at - 1)) && word(text.charAt(at)));
  }

  private static boolean word(char letter) {
    return letter == '_' || Character.isLetterOrDigit(letter);
  }

  /** How many bytes are held. */
  public int size() {
    return head.size() + (int) Math.min(passed, TAIL);
  }

  /** What was kept, at its line numbers. */
  byte[] text() {
    if (passed <= TAIL) {
      var all = new ByteArrayOutputStream(size());
      all.writeBytes(head.toByteArray());
      all.write(tail, 0, (int) passed);
      return all.toByteArray();
    }
    var all = new ByteArrayOutputStream(size() + Math.min(dropped, MOST_EMPTY));
    byte[] begin = head.toByteArray();
    int end = begin.length;
    while (end > 0 && begin[end - 1] != '\n') {
      end--;
    }
    all.write(begin, 0, end);
    for (int i = 0; i < Math.min(dropped, MOST_EMPTY); i++) {
      all.write('\n');
    }
    int start = (int) (passed % TAIL);
    boolean whole = false;
    for (int i = 0; i < TAIL; i++) {
      byte b = tail[(start + i) % TAIL];
      if (whole) {
        all.write(b);
      } else if (b == '\n') {
        // the line that was cut in two counts as one
        all.write('\n');
        whole = true;
      }
    }
    return all.toByteArray();
  }
}
