package io.closedloop.core.notify;

/** Puts hostile text into Markdown so that it stays text: no markup, no mention, no link. */
final class Markdown {
  private Markdown() {}

  /** One line of plain text. */
  static String text(String hostile) {
    StringBuilder out = new StringBuilder();
    String line = hostile.replaceAll("[\\p{Cntrl}\\u202a-\\u202e\\u2066-\\u2069]+", " ").strip();
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
    String line = hostile.replaceAll("\\p{Cntrl}+", " ").strip();
    String fence = fence(line, 1);
    return fence + " " + line + " " + fence;
  }

  /** A block that nothing in it can end. */
  static String block(String language, String hostile) {
    String body = hostile.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "");
    String fence = fence(body, 3);
    return fence + language + "\n" + body + (body.endsWith("\n") ? "" : "\n") + fence + "\n";
  }

  /** A link to an address that GitHub or closedloop made; anything else becomes plain text. */
  static String link(String label, String address) {
    return address.matches("https?://[A-Za-z0-9._~:/?#@!$&'*+,;=%\\[\\]-]+")
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
