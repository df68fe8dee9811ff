package io.closedloop.channel.prcomment;

import java.util.regex.Pattern;

/** Text from elsewhere, made to show just itself on one line of a comment. */
final class PlainText {
  private static final String UNSEEN = "\u200b";
  private static final Pattern NOT_SHOWN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\s]+");
  private static final Pattern MARKDOWN = Pattern.compile("[\\\\`*_\\[\\]#+.!|~$-]");

  private PlainText() {}

  /** The text inside HTML: no tags, no links, no calls for people, no references to issues. */
  static String inHtml(String text) {
    // GitHub looks for the latter in what is shown, so that no escape would stop it.
    return NOT_SHOWN
        .matcher(text)
        .replaceAll(" ")
        .strip()
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("@", "@" + UNSEEN)
        .replace("#", "#" + UNSEEN)
        .replace("://", ":" + UNSEEN + "//")
        .replaceAll("(?i)\\b(www(?=\\.)|gh(?=-))", "$1" + UNSEEN);
  }

  /** The text inside Markdown: as in HTML, and nothing of it formats. */
  static String inMarkdown(String text) {
    return MARKDOWN.matcher(inHtml(text)).replaceAll("\\\\$0");
  }

  /** An address of ours inside the brackets of a link. */
  static String address(String url) {
    return url.replaceAll("[\\s()<>]", "");
  }
}
