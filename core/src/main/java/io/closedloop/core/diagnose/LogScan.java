package io.closedloop.core.diagnose;

import io.closedloop.api.EvidenceLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pass of all signatures over one log: keeps the first and the last matches of each, however
 * many there are.
 */
final class LogScan implements LogReader.Visitor, WordFinder.Found {
  private static final int FIRST = 8;
  private static final int LAST = 24;

  /**
   * Candidate lines of one signature that are checked as they come. Past that only the last {@value
   * #LAST} are: a log that repeats a word millions of times must not cost millions of checks, and
   * failures stand at the end.
   */
  private static final int CHECKED = 5000;

  /** The same for what tests say, whose words stand in many lines of a log that has none. */
  private static final int MESSAGES_CHECKED = 64;

  private static final int LONGEST_TEXT = 1000;

  /** Lines after a match that are kept with it. */
  static final int FOLLOWING = 2;

  /**
   * Characters that patterns may look at while lines come, those of large patterns more than once;
   * the greediest log that we know just does with it. Each {@value #EVERY} characters that are read
   * allow one more. What comes when they are used up is checked like what is past {@link #CHECKED}.
   */
  private static final int AT_FIRST = 1_250_000;

  private static final int EVERY = 64;

  /** The same for what is checked at the end. */
  private static final int AT_LAST = 256 * 1024;

  /** So often a character may be looked at for plain texts that a pattern needs; that is cheap. */
  private static final int LOOKS = 2;

  private static final class Candidate {
    final int line;
    final byte[] start;
    final LogReader.Kind kind;
    final Step step;

    Candidate(Line line, LogReader.Kind kind, Step step) {
      int to = line.from + Math.min(LONGEST_TEXT, line.length());
      this.line = line.number;
      this.start = Arrays.copyOfRange(line.bytes, line.from, to);
      this.kind = kind;
      this.step = step;
    }
  }

  private static final class Found {
    final List<Hit> first = new ArrayList<>();
    final ArrayDeque<Hit> last = new ArrayDeque<>();
    final ArrayDeque<Candidate> unchecked = new ArrayDeque<>();
    final ArrayDeque<Candidate> worthChecking = new ArrayDeque<>();
    final int most;
    int checked;
    @Nullable Step askedFor;
    int askedAfter;
    boolean applies;

    Found(int most) {
      this.most = most;
    }
  }

  private final SignatureSet set;

  /** By signature; null until it stands in a line, since of all signatures few do. */
  private final @Nullable Found[] found;

  private final int[] hit;

  /** By hit, where the signature's literal stands. */
  private final long[] places;

  /** By signature, the turn that it was hit in last. */
  private final int[] seenOnLine;

  private final RecentLines recent;

  /** Those that may match the line by how it begins. */
  private BitSet beginning = new BitSet();

  private int hits;
  private int turn;
  private long left = AT_FIRST;
  private long looks;

  /** The last match, whose next lines are kept with it. */
  private @Nullable Hit latest;

  private int following;

  LogScan(SignatureSet set, RecentLines recent) {
    this.set = set;
    this.recent = recent;
    found = new Found[set.signatures.size()];
    hit = new int[found.length];
    places = new long[found.length];
    seenOnLine = new int[found.length];
  }

  @Override
  public void word(int index) {
    for (int signature : set.owners[index]) {
      if (seenOnLine[signature] != turn && beginning.get(signature)) {
        seenOnLine[signature] = turn;
        hit[hits++] = signature;
      }
    }
  }

  @Override
  public void line(Line line, LogReader.Kind kind, Step step) {
    var before = latest;
    if (before != null && following > 0 && line.length() > 0 && before.step() == step) {
      following--;
      before.around().add(new EvidenceLine(line.number, line.startOfText(), step.name));
    }
    left += line.length() / EVERY;
    looks += LOOKS * (long) line.length();
    if (kind != LogReader.Kind.QUOTED && line.length() > 0) {
      beginning = set.beginning(line.bytes[line.from]);
      hits = 0;
      turn++;
      set.literals.scan(line.bytes, line.from, line.to, this);
      if (hits > 0) {
        candidates(line, kind, step);
      }
    }
    recent.add(line, kind, step);
  }

  private void candidates(Line line, LogReader.Kind kind, Step step) {
    var bytes = new LineBytes(line);
    int open = 0;
    for (int i = 0; i < hits; i++) {
      if (applies(hit[i], step) && mayMatch(hit[i], bytes)) {
        hit[open++] = hit[i];
      }
    }
    if (open > 1 && left > 0) {
      order(open, bytes);
    }
    String text = null;
    Candidate late = null;
    for (int i = 0; i < open; i++) {
      var into = found(hit[i]);
      if (left <= 0 || into.checked == into.most) {
        late = late == null ? new Candidate(line, kind, step) : late;
        later(into, late);
      } else {
        text = text == null ? line.text() : text;
        left -= set.cost(hit[i], text.length());
        into.checked++;
        check(set.signatures.get(hit[i]), into, line.number, text, kind, step);
      }
    }
  }

  private boolean mayMatch(int signature, LineBytes line) {
    if (looks <= 0) {
      return true;
    }
    looks -= line.line.length();
    return set.mayMatch(signature, line);
  }

  /** By where their literals stand: what follows the line is kept with the last that matches. */
  private void order(int count, LineBytes line) {
    for (int i = 0; i < count; i++) {
      int signature = hit[i];
      long place = set.place(signature, line) << Integer.SIZE | signature;
      int at = i;
      for (; at > 0 && places[at - 1] > place; at--) {
        places[at] = places[at - 1];
        hit[at] = hit[at - 1];
      }
      places[at] = place;
      hit[at] = signature;
    }
  }

  private static void later(Found into, Candidate candidate) {
    if (into.unchecked.size() == LAST) {
      into.unchecked.remove();
    }
    into.unchecked.add(candidate);
  }

  /**
   * Asked for millions of lines, answered once for each command that a step shows: what it ran does
   * not change while it prints.
   */
  private boolean applies(int index, Step step) {
    var signature = set.signatures.get(index);
    if (step.silence.toMinutes() < signature.silentMinutes()) {
      return false;
    }
    if (signature.command().isEmpty()) {
      return true;
    }
    var into = found(index);
    if (into.askedFor != step || into.askedAfter != step.traces()) {
      into.askedFor = step;
      into.askedAfter = step.traces();
      into.applies = signature.appliesTo(step);
    }
    return into.applies;
  }

  private Found found(int index) {
    var known = found[index];
    if (known == null) {
      boolean message = TestMessages.SIGNS.contains(set.signatures.get(index));
      known = new Found(message ? MESSAGES_CHECKED : CHECKED);
      found[index] = known;
    }
    return known;
  }

  private void check(
      Signature signature, Found into, int number, String text, LogReader.Kind kind, Step step) {
    var captures = signature.match(text);
    if (captures == null) {
      return;
    }
    var shown = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
    var hit = new Hit(signature, number, shown, kind, step, captures);
    if (into.first.size() < FIRST) {
      if (number > recent.lastLine()) {
        hit.around().addAll(recent.complaints(step));
        latest = hit;
        following = FOLLOWING;
      }
      into.first.add(hit);
      return;
    }
    if (into.last.size() == LAST) {
      into.last.remove();
    }
    into.last.add(hit);
  }

  /** All that was kept, by signature and then by line. */
  List<Hit> finish() {
    chooseLast();
    var all = new ArrayList<Hit>();
    for (int i = 0; i < found.length; i++) {
      var into = found[i];
      if (into == null) {
        continue;
      }
      for (var late : into.worthChecking) {
        var text = new String(late.start, StandardCharsets.UTF_8);
        check(set.signatures.get(i), into, late.line, text, late.kind, late.step);
      }
      all.addAll(into.first);
      all.addAll(into.last);
    }
    return all;
  }

  /** Of what was put off, chooses what is worth checking, the last of each signature first. */
  private void chooseLast() {
    long allowed = AT_LAST;
    boolean more = true;
    while (more) {
      more = false;
      for (int i = 0; i < found.length; i++) {
        var into = found[i];
        var late = into == null ? null : into.unchecked.pollLast();
        if (into != null && late != null) {
          more = true;
          if (allowed > 0 && set.mayMatch(i, new LineBytes(Line.of(late.start)))) {
            allowed -= set.cost(i, late.start.length);
            into.worthChecking.addFirst(late);
          }
        }
      }
    }
  }
}
