package io.closedloop.core.http.view;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a patch's preview.
 *
 * @param kind {@code file}, {@code hunk}, {@code add}, {@code del} or {@code same}
 * @param text with its sign, without spaces at the end
 * @param blanks those spaces and tabs, made visible
 */
public record DiffLine(String kind, String text, String blanks) {
  private static final Pattern HUNK =
      Pattern.compile("@@ -\\d+(?:,(\\d{1,9}))? \\+\\d+(?:,(\\d{1,9}))? @@.*");

  /** The lines of a preview: one or more unified diffs, and perhaps plain sentences. */
  public static List<DiffLine> of(String preview) {
    List<DiffLine> lines = new ArrayList<>();
    // Lines are counted off by the hunk's own header: a removed "-- x" must not pass for a file's
    // name.
    int olds = 0;
    int news = 0;
    for (String line : preview.lines().toList()) {
      Matcher hunk = HUNK.matcher(line);
      if (olds <= 0 && news <= 0 && hunk.matches()) {
        olds = count(hunk.group(1));
        news = count(hunk.group(2));
        lines.add(line("hunk", line));
      } else if (olds > 0 || news > 0) {
        char sign = line.isEmpty() ? ' ' : line.charAt(0);
        olds -= sign == '+' || sign == '\\' ? 0 : 1;
        news -= sign == '-' || sign == '\\' ? 0 : 1;
        lines.add(line(sign == '+' ? "add" : sign == '-' ? "del" : "same", line));
      } else {
        lines.add(line(line.startsWith("\\") ? "same" : "file", line));
      }
    }
    return lines;
  }

  private static int count(String group) {
    return group == null ? 1 : Integer.parseInt(group);
  }

  private static DiffLine line(String kind, String line) {
    int end = line.length();
    while (end > 1 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) {
      end--;
    }
    boolean changed = kind.equals("add") || kind.equals("del");
    String blanks = changed ? line.substring(end).replace(' ', '·').replace('\t', '→') : "";
    return new DiffLine(kind, Visible.text(line.substring(0, end)), blanks);
  }
}
