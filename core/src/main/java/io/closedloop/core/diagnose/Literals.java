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
  private static final int MOST_TEXTS = 200;

  /** What one of several characters follows is as many texts, if it is long enough to be sought. */
  private static final int LONG_ENOUGH = 4;

  private static final int MOST_CHARACTERS = 10;
  private static final String DIGITS = "0123456789";

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
          if (escaped == 'd') {
            oneOf(DIGITS, i + 1);
          } else if (Character.isLetter(escaped)) {
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
          int end = endOfClass(pattern, i);
          oneOf(members(pattern.substring(i + 1, end)), end + 1);
          i = end;
        }
        case '?', '*', '+', '{' -> {
          if (!run.isEmpty() && c != '+') {
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

  /** Ends the run with any of these characters, if there are few and none may be left out. */
  private void oneOf(String characters, int after) {
    var before = run.toString();
    boolean begins = anchored;
    flush(false);
    if (!characters.isEmpty() && before.length() >= LONG_ENOUGH && !maybeAbsent(after)) {
      needs.add(
          new Need(characters.chars().mapToObj(c -> before + (char) c).toList(), begins, false));
    }
  }

  /** The characters of a class, none when there are many or others than letters and digits. */
  private static String members(String inside) {
    var members = new StringBuilder();
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      char to = inside.startsWith("-", i + 1) && i + 2 < inside.length() ? inside.charAt(i + 2) : c;
      if (!isPlain(c) || !isPlain(to) || to - c >= MOST_CHARACTERS) {
        return "";
      }
      for (; c <= to; c++) {
        members.append(c);
      }
      i += to == inside.charAt(i) ? 0 : 2;
    }
    return members.length() > MOST_CHARACTERS ? "" : members.toString();
  }

  private static boolean isPlain(char c) {
    return c == ' ' || (c < 0x80 && Character.isLetterOrDigit(c));
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
