package io.closedloop.contract;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * One operation of GitHub's document.
 *
 * @param template its path as GitHub writes it
 * @param node what the document says about it
 */
record Operation(String method, String template, Pattern pattern, JsonNode node) {
  private static final Pattern PART = Pattern.compile("\\{(\\w+)}");

  /** Parts of a path that may hold slashes. */
  private static final String WIDE = "ref|branch|path|basehead";

  static Operation of(String method, String template, JsonNode node) {
    StringBuilder regex = new StringBuilder();
    Matcher part = PART.matcher(template);
    int at = 0;
    while (part.find()) {
      regex.append(Pattern.quote(template.substring(at, part.start())));
      String name = part.group(1);
      regex.append("(?<").append(name.replace("_", "")).append('>');
      regex.append(name.matches(WIDE) ? ".+)" : "[^/]+)");
      at = part.end();
    }
    regex.append(Pattern.quote(template.substring(at)));
    return new Operation(method, template, Pattern.compile(regex.toString()), node);
  }

  boolean fits(String wantedMethod, String path) {
    return method.equals(wantedMethod) && pattern.matcher(path).matches();
  }

  String part(String path, String name) {
    Matcher matcher = pattern.matcher(path);
    return matcher.matches() ? matcher.group(name.replace("_", "")) : "";
  }

  /** How much of the path is fixed: of two that fit, the one with more is meant. */
  int fixed() {
    return PART.matcher(template).replaceAll("").length();
  }

  /** Where its description stands in the document, as a JSON pointer. */
  String pointer() {
    return "/paths/" + escape(template) + "/" + method.toLowerCase(java.util.Locale.ROOT);
  }

  static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  @Override
  public String toString() {
    return method + " " + template;
  }
}
