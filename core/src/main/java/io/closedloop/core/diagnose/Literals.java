package io.closedloop.core.diagnose;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** Finds the texts that every match of a pattern contains. */
final class Literals {
  /** Shorter words are on too many lines to save any work. */
  static final int SHORTEST = 3;

  /** One of more than these is no text to look for. */
  private static final int MOST_TEXTS = 64;

  /**
   * Something that every match contains.
   *
   * @param anyOf plain texts, of which one stands there
   * @param first whether the whole text begins with it
   * @param last whether the whole text ends with it
   */
  record Need(List<String> anyOf, boolean first, boolean last) {
    private int length() {
      return anyOf.size() == 1 ? anyOf.getFirst().length() : 0;
    }
  }

  /** What is open: the pattern itself or a group; what was found in it begins there. */
  private static final class Group {
    final int begin;

    /** Of each alternative before the present one, texts of which it has one. */
    final List<String> alternatives = new ArrayList<>();

    boolean several;
    boolean hopeless;

    Group(int begin) {
      this.begin = begin;
    }
  }

  private final String pattern;
  private final List<Need> needs = new ArrayList<>();
  private final Deque<Group> groups = new ArrayDeque<>();
  private final StringBuilder run = new StringBuilder();
  private boolean anchored;

  /** Whether the group that was closed last ends with the last run. */
  private boolean closing;

  private Literals(String pattern) {
    this.pattern = pattern;
    groups.push(new Group(0));
  }

  /** The longest text that is in every match; empty when there is none. */
  static String derive(String pattern) {
    return longest(needs(pattern));
  }

  /**
   * What stands in every match, in order: plain characters outside classes and repetitions. Letter
   * for letter, unless the pattern asks for no difference between cases.
   */
  static List<Need> needs(String pattern) {
    return new Literals(pattern).read();
  }

  private static String longest(List<Need> needs) {
    Need longest = new Need(List.of(""), false, false);
    for (Need need : needs) {
      longest = need.length() > longest.length() ? need : longest;
    }
    return longest.anyOf().getFirst();
  }

  private List<Need> read() {
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      switch (c) {
        case '\\' -> {
          i++;
          char escaped = i < pattern.length() ? pattern.charAt(i) : c;
          if (escaped == 'x' || escaped == 'Q' || Character.isDigit(escaped)) {
            return List.of(); // characters by number, and quotations: nobody writes them here
          }
          if (Character.isLetter(escaped)) {
            flush(false);
          } else {
            run.append(escaped);
          }
        }
        case '(' -> {
          flush(false);
          groups.push(new Group(needs.size()));
          i = endOfHead(pattern, i);
        }
        case ')' -> {
          boolean ends = !run.isEmpty() || (closing && pattern.charAt(i - 1) == ')');
          flush(false);
          closing = close(maybeAbsent(i + 1)) && ends;
        }
        case '|' -> {
          flush(false);
          groups.getFirst().several = true;
          alternative(groups.getFirst());
        }
        case '[' -> {
          flush(false);
          i = endOfClass(pattern, i);
        }
        case '?', '*', '+', '{' -> {
          if (!run.isEmpty()) {
            run.setLength(run.offsetByCodePoints(run.length(), -1));
          }
          flush(false);
          if (c == '{') {
            i = Math.max(i, pattern.indexOf('}', i));
          }
        }
        case '.' -> flush(false);
        case '^' -> {
          flush(false);
          anchored = true;
        }
        case '$' -> {
          if (closing && pattern.charAt(i - 1) == ')') {
            Need end = needs.removeLast();
            needs.add(new Need(end.anyOf(), end.first(), true));
          }
          flush(true);
        }
        default -> run.append(c);
      }
    }
    flush(false);
    close(false);
    return needs;
  }

  private void flush(boolean last) {
    if (!run.isEmpty()) {
      needs.add(new Need(List.of(run.toString()), anchored, last));
      run.setLength(0);
    }
    anchored = false;
  }

  /** Ends an alternative: of what it needs, the rarest stays. */
  private void alternative(Group group) {
    List<Need> own = needs.subList(group.begin, needs.size());
    List<String> rarest =
        own.stream()
            .map(Need::anyOf)
            .filter(texts -> texts.stream().allMatch(text -> text.length() > 1))
            .max(Comparator.comparingDouble(texts -> Rarity.any(texts, false)))
            .orElse(List.of());
    group.hopeless |= rarest.isEmpty();
    group.alternatives.addAll(rarest);
    own.clear();
  }

  /** Without those that hold another one, which is then there as well. */
  private static List<String> shortest(List<String> texts) {
    return texts.stream()
        .distinct()
        .filter(
            text -> texts.stream().noneMatch(other -> !other.equals(text) && text.contains(other)))
        .toList();
  }

  /** Ends a group; true when what it needs is needed as it stands. */
  private boolean close(boolean maybeAbsent) {
    if (groups.isEmpty()) {
      return false;
    }
    Group group = groups.pop();
    if (group.several) {
      alternative(group);
    }
    if (maybeAbsent) {
      needs.subList(group.begin, needs.size()).clear();
    } else if (group.several && !group.hopeless) {
      var texts = shortest(group.alternatives);
      if (texts.size() <= MOST_TEXTS) {
        needs.add(new Need(texts, false, false));
      }
    }
    return !maybeAbsent && !group.several;
  }

  private boolean maybeAbsent(int at) {
    return at < pattern.length() && "?*{".indexOf(pattern.charAt(at)) >= 0;
  }

  /** The last character of what opens a group: {@code (}, {@code (?:}, {@code (?P<name>}. */
  static int endOfHead(String pattern, int open) {
    if (!pattern.startsWith("(?", open)) {
      return open;
    }
    int i = open + 2;
    while (i < pattern.length() && ":>)".indexOf(pattern.charAt(i)) < 0) {
      i++;
    }
    return i < pattern.length() && pattern.charAt(i) == ')' ? i - 1 : i;
  }

  /** The bracket that closes a class. */
  static int endOfClass(String pattern, int start) {
    int i = start + 1;
    if (i < pattern.length() && pattern.charAt(i) == '^') {
      i++;
    }
    if (i < pattern.length() && pattern.charAt(i) == ']') {
      i++;
    }
    while (i < pattern.length() && pattern.charAt(i) != ']') {
      if (pattern.charAt(i) == '\\') {
        i++;
      } else if (pattern.startsWith("[:", i)) {
        i = Math.max(i, pattern.indexOf(":]", i) + 1);
      }
      i++;
    }
    return i;
  }
}
