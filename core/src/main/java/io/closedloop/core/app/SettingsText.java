package io.closedloop.core.app;

import io.closedloop.core.config.Origins.Setting;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Settings as text: YAML that loads again, with each origin as a comment, or JSON. */
final class SettingsText {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private SettingsText() {}

  /** Whether a key is the section or setting of that name, or lies in it. */
  static boolean below(String section, String key) {
    return key.equals(section) || key.startsWith(section + ".");
  }

  static String json(List<Setting> settings) {
    return JSON.writeValueAsString(Map.of("items", settings)) + "\n";
  }

  static String yaml(List<Setting> settings) {
    StringBuilder text = new StringBuilder();
    List<String> open = List.of();
    for (Setting setting : settings) {
      List<String> path = List.of(setting.key().split("\\.", -1));
      int same = 0;
      while (same < Math.min(open.size(), path.size() - 1)
          && open.get(same).equals(path.get(same))) {
        same++;
      }
      for (int depth = same; depth < path.size() - 1; depth++) {
        text.append("  ".repeat(depth)).append(word(path.get(depth))).append(":\n");
      }
      open = path.subList(0, path.size() - 1);
      text.append("  ".repeat(path.size() - 1))
          .append(word(path.getLast()))
          .append(": ")
          .append(value(setting.value()))
          .append("  # ")
          .append(comment(setting))
          .append('\n');
    }
    return text.toString();
  }

  private static String comment(Setting setting) {
    String reference = setting.reference();
    return (setting.origin() + (reference == null ? "" : ", by " + reference))
        .replaceAll("\\p{Cntrl}", "?");
  }

  private static String value(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case List<?> list ->
          list.stream().map(SettingsText::value).collect(Collectors.joining(", ", "[", "]"));
      case Map<?, ?> _ -> "{}";
      case String text -> word(text);
      default -> value.toString();
    };
  }

  /** JSON's quoting is YAML's; what is plainly a word needs none. */
  private static String word(String text) {
    boolean plain =
        text.matches("[A-Za-z_][A-Za-z0-9_/.-]*")
            && !text.matches("(?i)true|false|yes|no|on|off|null");
    return plain ? text : JSON.writeValueAsString(text);
  }
}
