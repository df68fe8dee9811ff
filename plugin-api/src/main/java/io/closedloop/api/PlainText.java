package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.regex.Pattern;
import org.apiguardian.api.API;

/** Makes text from elsewhere show just itself, on one line of what is written on GitHub. */
@API(status = EXPERIMENTAL, since = "0.1")
public final class PlainText {
  private static final String UNSEEN = "\u200b";
  private static final Pattern NOT_SHOWN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\s]+");
  private static final Pattern MARKDOWN = Pattern.compile("[\\\\`*_\\[\\]#+.!|~$-]");

  private PlainText() {}

  /**
   * The text where nothing is formatted: one line, without what is not seen or turns text round.
   */
  public static String line(String text) {
    return NOT_SHOWN.matcher(text).replaceAll(" ").strip();
  }

  /** The text inside HTML: no tags, no links, no calls for people, no references to issues. */
  public static String inHtml(String text) {
    // GitHub looks for the latter in what is shown, so that no escape would stop it.
    return line(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("@", "@" + UNSEEN)
        .replace("#", "#" + UNSEEN)
        .replace("://", ":" + UNSEEN + "//")
        .replaceAll("(?i)\\b(www(?=\\.)|gh(?=-))", "$1" + UNSEEN);
  }

  /** The text inside Markdown: as in HTML, and nothing of it formats. */
  public static String inMarkdown(String text) {
    return MARKDOWN.matcher(inHtml(text)).replaceAll("\\\\$0");
  }

  /** An address of ours inside the brackets of a link. */
  public static String address(String url) {
    return url.replaceAll("[\\s()<>]", "");
  }
}
