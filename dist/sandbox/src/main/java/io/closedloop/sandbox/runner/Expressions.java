package io.closedloop.sandbox.runner;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills <code>${{ name }}</code> with a known value; an unknown name is empty, as on GitHub. */
final class Expressions {
  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{\\s*([\\w.-]+)\\s*}}");

  private Expressions() {}

  static String fill(String text, Map<String, String> values) {
    return EXPRESSION
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), "")));
  }

  static Map<String, String> matrix(Map<String, String> cell) {
    Map<String, String> values = new LinkedHashMap<>();
    cell.forEach((axis, value) -> values.put("matrix." + axis, value));
    return values;
  }
}
