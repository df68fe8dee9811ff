package io.closedloop.core.config;

import io.closedloop.api.Secret;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes single values: texts, secrets, numbers, truth values and names of constants. */
final class ScalarBinder {
  static final Set<String> FALSE = Set.of("false", "no", "off");
  private static final Set<String> TRUE = Set.of("true", "yes", "on");
  private static final Set<Class<?>> WHOLE =
      Set.of(int.class, Integer.class, long.class, Long.class);
  private static final Set<Class<?>> DECIMAL = Set.of(double.class, Double.class);
  private static final Pattern A_WHOLE = Pattern.compile("[+-]?\\d[\\d_]{0,18}");
  private static final Pattern A_DECIMAL =
      Pattern.compile("(?=.*\\d)[+-]?(\\d[\\d_]{0,18})?(\\.\\d{1,18})?");
  private static final Set<Class<?>> LOGICAL = Set.of(boolean.class, Boolean.class);

  private final Resolver resolver;
  private final Secrets secrets;
  private final BiConsumer<Position, String> report;

  /** What references yielded for open values: not secret, but not for problems either. */
  private final Secrets filledIn = new Secrets();

  ScalarBinder(Resolver resolver, Secrets secrets, BiConsumer<Position, String> report) {
    this.resolver = resolver;
    this.secrets = secrets;
    this.report = report;
  }

  /** The text without anything that came by a reference. */
  String redact(String text) {
    return filledIn.redact(secrets.redact(text));
  }

  boolean knows(Class<?> type) {
    return type == String.class
        || type == Secret.class
        || type.isEnum()
        || WHOLE.contains(type)
        || DECIMAL.contains(type)
        || LOGICAL.contains(type);
  }

  /** What a message says that the value must be. */
  String wanted(Class<?> type, Binder.Place place) {
    if (WHOLE.contains(type) || DECIMAL.contains(type)) {
      String noun = WHOLE.contains(type) ? "a whole number" : "a number";
      @Nullable Range range = place.range();
      return range == null
          ? noun
          : noun + " from " + plain(range.min()) + " to " + plain(range.max());
    }
    return LOGICAL.contains(type)
        ? "true or false"
        : type.isEnum() ? "one of " + String.join(", ", names(type)) : "text";
  }

  /** The value; the fallback after a problem, or where a switched-off reference leads nowhere. */
  @Nullable Object value(
      Class<?> type, Node.Scalar scalar, Binder.Place place, @Nullable Object fallback) {
    boolean refers = Resolver.refers(scalar.text());
    String text;
    try {
      text = refers ? resolver.resolve(scalar) : scalar.text();
    } catch (Resolver.Unresolved e) {
      if (!place.off() && !scalar.at().shipped()) {
        report.accept(scalar.at(), place.path() + ": " + e.reason());
      }
      return fallback;
    }
    if (type == Secret.class) {
      secrets.add(text);
      secrets.close(place.path());
      return Secret.of(text);
    }
    secrets.open(place.path());
    if (refers) {
      filledIn.add(text);
    }
    if (type == String.class) {
      return text;
    }
    // Quotes say text; only a filled-in reference needs them for YAML's sake.
    @Nullable Object parsed =
        scalar.style() == Node.Style.QUOTED && !refers && !type.isEnum()
            ? null
            : parse(type, text, place);
    if (parsed == null) {
      String shown = scalar.style() == Node.Style.QUOTED && !refers ? "the quoted text " : "";
      report.accept(
          scalar.at(),
          "%s must be %s, not %s%s%s"
              .formatted(
                  place.path(),
                  wanted(type, place),
                  shown,
                  Words.quote(scalar.text()),
                  type.isEnum() ? hint(scalar.text(), type) : ""));
      return fallback;
    }
    return parsed;
  }

  private static @Nullable Object parse(Class<?> type, String text, Binder.Place place) {
    if (LOGICAL.contains(type)) {
      String folded = text.toLowerCase(Locale.ROOT);
      return TRUE.contains(folded) ? Boolean.TRUE : FALSE.contains(folded) ? Boolean.FALSE : null;
    }
    if (type.isEnum()) {
      int index = names(type).indexOf(text);
      return index < 0 ? null : type.getEnumConstants()[index];
    }
    boolean whole = WHOLE.contains(type);
    if (!(whole ? A_WHOLE : A_DECIMAL).matcher(text).matches()) {
      return null;
    }
    String digits = text.replace("_", "");
    try {
      if (!whole) {
        double number = Double.parseDouble(digits);
        return inRange(number, place.range()) ? number : null;
      }
      long number = Long.parseLong(digits);
      if (!inRange((double) number, place.range())) {
        return null;
      }
      boolean isInt = type == int.class || type == Integer.class;
      return isInt ? (Object) Math.toIntExact(number) : (Object) number;
    } catch (NumberFormatException | ArithmeticException tooLarge) {
      return null;
    }
  }

  private static boolean inRange(double number, @Nullable Range range) {
    return range == null || (number >= range.min() && number <= range.max());
  }

  private static String hint(String text, Class<?> type) {
    return Words.nearest(text, names(type)).map(near -> "; did you mean " + near + "?").orElse("");
  }

  private static List<String> names(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static String plain(double bound) {
    return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
  }
}
