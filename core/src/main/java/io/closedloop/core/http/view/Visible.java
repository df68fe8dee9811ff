package io.closedloop.core.http.view;

/**
 * Makes characters visible that would hide or reorder text, so that what is approved is what is
 * seen.
 */
final class Visible {
  private Visible() {}

  /** The text with control, direction and zero-width characters written out; tabs stay. */
  static String text(String text) {
    if (text.codePoints().noneMatch(Visible::hides)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          if (hides(c)) {
            shown.append("\\u{").append(Integer.toHexString(c)).append('}');
          } else {
            shown.appendCodePoint(c);
          }
        });
    return shown.toString();
  }

  private static boolean hides(int c) {
    return switch (Character.getType(c)) {
      case Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.CONTROL -> c != '\t';
      default -> false;
    };
  }
}
