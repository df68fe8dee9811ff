package io.closedloop.action.format;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text without spaces and tabs at the ends of lines and with a newline at its end; nothing else
 * changes.
 */
final class Whitespace {
  private static final Pattern LONE_RETURN = Pattern.compile("\\r(?!\\n)");

  private Whitespace() {}

  /**
   * The tidied text. Each line keeps its own ending, a newline that is missing at the end is of the
   * kind that the first line has, and in Markdown two spaces or more at the end of a line of text
   * stay: there they break the line.
   *
   * @return the same text when it is binary, blank, tidy already, or holds a carriage return that
   *     ends no line, since then it is unclear what a line is
   */
  static String tidy(String path, String text) {
    if (text.isBlank() || text.indexOf('\0') >= 0 || LONE_RETURN.matcher(text).find()) {
      return text;
    }
    boolean markdown = path.toLowerCase(Locale.ROOT).matches(".*\\.(md|markdown|mdx)");
    StringBuilder tidy = new StringBuilder(text.length() + 2);
    int from = 0;
    while (from < text.length()) {
      int newline = text.indexOf('\n', from);
      int next = newline < 0 ? text.length() : newline + 1;
      int end = newline < 0 ? text.length() : newline;
      if (newline > from && text.charAt(newline - 1) == '\r') {
        end--;
      }
      tidy.append(text, from, contentEnd(text, from, end, markdown)).append(text, end, next);
      from = next;
    }
    if (tidy.charAt(tidy.length() - 1) != '\n') {
      tidy.append(firstEnding(text));
    }
    return tidy.toString();
  }

  private static int contentEnd(String text, int from, int end, boolean markdown) {
    int last = end;
    while (last > from && (text.charAt(last - 1) == ' ' || text.charAt(last - 1) == '\t')) {
      last--;
    }
    boolean breaksTheLine = markdown && last > from && text.startsWith("  ", last);
    return breaksTheLine ? end : last;
  }

  private static String firstEnding(String text) {
    int newline = text.indexOf('\n');
    return newline > 0 && text.charAt(newline - 1) == '\r' ? "\r\n" : "\n";
  }
}
