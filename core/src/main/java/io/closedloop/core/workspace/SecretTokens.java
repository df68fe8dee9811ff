package io.closedloop.core.workspace;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds texts that look like secrets, by the marks their issuers give them. Names the kind and
 * never the text.
 */
final class SecretTokens {
  private record Kind(String name, Pattern pattern) {}

  private static final List<Kind> KINDS =
      List.of(
          kind("a private key", "-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"),
          kind("a GitHub token", "gh[pousr]_[A-Za-z0-9_.-]{20,}|github_pat_[A-Za-z0-9_]{22,}"),
          kind("a GitLab token", "gl(?:pat|ptt|rt|dt|cbt)-[A-Za-z0-9_-]{20,}"),
          kind("an AWS key", "\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"),
          kind("a Google key", "\\bAIza[0-9A-Za-z_-]{35}|\\bya29\\.[0-9A-Za-z_-]{20,}"),
          kind(
              "a Slack token",
              "xox[abeoprs]-[A-Za-z0-9-]{10,}|hooks\\.slack\\.com/services/T[A-Za-z0-9/]{20,}"),
          kind("a Stripe key", "\\b[rs]k_live_[0-9A-Za-z]{16,}"),
          kind("an npm token", "\\bnpm_[A-Za-z0-9]{36}"),
          kind("a PyPI token", "\\bpypi-AgE[A-Za-z0-9_-]{50,}"),
          kind("an API key", "\\bsk-(?:[a-z0-9]+-)*[A-Za-z0-9_-]{32,}"),
          kind(
              "a JSON web token",
              "\\beyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}"),
          kind(
              "a password in a URL",
              "[a-z][a-z0-9+.-]{1,20}://[^\\s/:@'\"]{1,100}:[^\\s/:@'\"${}<>]{3,100}@[A-Za-z0-9]"));

  private SecretTokens() {}

  /**
   * The kinds of which the second text holds one that the first does not, in alphabetical order.
   */
  static List<String> added(@Nullable String before, String after) {
    Map<String, Integer> known = before == null ? Map.of() : count(before, new HashMap<>());
    TreeSet<String> found = new TreeSet<>();
    Map<String, String> kinds = new HashMap<>();
    count(after, kinds)
        .forEach((token, times) -> {
          if (times > known.getOrDefault(token, 0)) {
            found.add(kinds.getOrDefault(token, "a secret"));
          }
        });
    return new ArrayList<>(found);
  }

  private static Map<String, Integer> count(String text, Map<String, String> kinds) {
    Map<String, Integer> counted = new HashMap<>();
    for (Kind kind : KINDS) {
      Matcher matcher = kind.pattern.matcher(text);
      while (matcher.find()) {
        counted.merge(matcher.group(), 1, Integer::sum);
        kinds.putIfAbsent(matcher.group(), kind.name);
      }
    }
    return counted;
  }

  private static Kind kind(String name, String regex) {
    return new Kind(name, Pattern.compile(regex));
  }
}
