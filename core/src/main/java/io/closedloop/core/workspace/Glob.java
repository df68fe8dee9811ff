package io.closedloop.core.workspace;

import com.google.re2j.Pattern;

/**
 * A pattern over paths with forward slashes: {@code *} and {@code ?} stay within a folder, <code>**
 * </code> crosses folders (<code>**&#47;x</code> is also {@code x} at the top), <code>{a,b}</code>
 * is either. Linear in the path's length, since paths are hostile.
 */
record Glob(String text, Pattern pattern) {

  /**
   * @throws IllegalArgumentException when braces are unbalanced
   */
  static Glob of(String text) {
    StringBuilder regex = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean startsComponent = i == 0 || text.charAt(i - 1) == '/';
      if (text.startsWith("**/", i) && startsComponent) {
        regex.append("(?:.*/)?");
        i += 2;
      } else if (text.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else if (c == '{') {
        regex.append("(?:");
        depth++;
      } else if (c == '}' && depth > 0) {
        regex.append(')');
        depth--;
      } else if (c == ',' && depth > 0) {
        regex.append('|');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    if (depth > 0) {
      throw new IllegalArgumentException("a brace is not closed in the glob " + text);
    }
    return new Glob(text, Pattern.compile(regex.toString(), Pattern.DOTALL));
  }

  boolean matches(String path) {
    return pattern.matches(path);
  }
}
