package io.closedloop.core.diagnose;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A short name for a root cause that stays when numbers, hashes, paths, times and addresses change.
 */
final class Fingerprint {
  private static final int BYTES = 8;

  private record Rule(Pattern pattern, String replacement) {}

  private static final List<Rule> RULES =
      List.of(
          rule(
              "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)?",
              "<time>"),
          rule("\\b\\d{1,2}:\\d\\d:\\d\\d(?:[.,]\\d+)?\\b", "<time>"),
          rule(
              "\\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\\b",
              "<id>"),
          rule("(?:[A-Za-z]:)?[\\\\/]?(?:[\\w.@+~-]+[\\\\/])+([\\w.@+-]+)", "<dir>/$1"),
          rule("\\b0x[0-9a-fA-F]+\\b", "<hex>"),
          rule("\\b[0-9a-f]{7,64}\\b", "<hex>"),
          rule("\\b\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d+)?\\b", "<address>"),
          rule(
              "\\b\\d+(?:\\.\\d+)*\\s?(?:ms|s|sec|seconds|m|min|minutes|h|%|[kKMG]i?B|bytes)\\b",
              "<n>"),
          rule("\\d+(?:[.,]\\d+)*", "<n>"),
          rule("\\s+", " "));

  private Fingerprint() {}

  private static Rule rule(String pattern, String replacement) {
    return new Rule(Pattern.compile(pattern), replacement);
  }

  static String normalise(String line) {
    var text = line.strip();
    for (var rule : RULES) {
      text = rule.pattern().matcher(text).replaceAll(rule.replacement());
    }
    return text;
  }

  static String of(String category, @Nullable String tool, String signature, String rootCause) {
    var text = category + '\n' + tool + '\n' + signature + '\n' + normalise(rootCause);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
    }
  }
}
