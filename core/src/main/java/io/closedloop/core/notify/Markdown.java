package io.closedloop.core.notify;

import java.util.regex.Pattern;

/** Puts hostile text into Markdown so that it stays text: no markup, no mention, no link. */
final class Markdown {
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cntrl}\\u202a-\\u202e\\u2066-\\u2069]+");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
  private static final Pattern CONTROL_IN_BLOCK = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");
  private static final Pattern ADDRESS =
      Pattern.compile("https?://[A-Za-z0-9._~:/?#@!$&'*+,;=%\\[\\]-]+");

  private Markdown() {}

  /** One line of plain text. */
  static String text(String hostile) {
    StringBuilder out = new StringBuilder();
    String line = UNSEEN.matcher(hostile).replaceAll(" ").strip();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '@', '#' -> out.append(c).append("<!-- -->");
        default -> {
          if ("\\`*_{}[]()|~!$".indexOf(c) >= 0) {
            out.append('\\');
          }
          out.append(c);
        }
      }
    }
    // bare addresses would become links
    return out.toString().replace("://", ":<!-- -->//").replace("www.", "www<!-- -->.");
  }

  /** A word or short line in code style. */
  static String code(String hostile) {
    String line = CONTROL.matcher(hostile).replaceAll(" ").strip();
    String fence = fence(line, 1);
    return fence + " " + line + " " + fence;
  }

  /** A block that nothing in it can end. */
  static String block(String language, String hostile) {
    String body = CONTROL_IN_BLOCK.matcher(hostile).replaceAll("");
    String fence = fence(body, 3);
    return fence + language + "\n" + body + (body.endsWith("\n") ? "" : "\n") + fence + "\n";
  }

  /** A link to an address that GitHub or closedloop made; anything else becomes plain text. */
  static String link(String label, String address) {
    return ADDRESS.matcher(address).matches()
        ? "[" + text(label) + "](" + address + ")"
        : text(label);
  }

  private static String fence(String body, int atLeast) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < body.length(); i++) {
      run = body.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return "`".repeat(Math.max(atLeast, longest + 1));
  }
}
