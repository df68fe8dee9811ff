package io.closedloop.core.diagnose;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;

/**
 * Takes out of a text what looks like a secret, since logs are stored, shown and sent. The text may
 * be a line or many of them.
 */
public final class Redactor {
  private static final String MASK = "***";

  /**
   * One kind of secret.
   *
   * @param hints in lower case; a line without any of them has no such secret, and is not matched
   */
  private record Rule(List<String> hints, Pattern pattern, String replacement) {
    boolean mayApply(String lowerCase) {
      return hints.stream().anyMatch(lowerCase::contains);
    }
  }

  private static final List<Rule> RULES =
      List.of(
          rule(
              List.of("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
              "\\b(?:gh[pousr]_[A-Za-z0-9_]{16,}|github_pat_[A-Za-z0-9_]{16,})",
              MASK),
          rule(List.of("glpat-"), "\\bglpat-[A-Za-z0-9_-]{16,}", MASK),
          rule(List.of("xox"), "\\bxox[abposr]-[A-Za-z0-9-]{10,}", MASK),
          rule(List.of("npm_"), "\\bnpm_[A-Za-z0-9]{30,}", MASK),
          rule(List.of("akia", "asia"), "\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b", MASK),
          rule(List.of("aiza"), "\\bAIza[A-Za-z0-9_-]{35}", MASK),
          rule(List.of("sk-"), "\\bsk-[A-Za-z0-9_-]{20,}", MASK),
          rule(
              List.of("eyj"),
              "\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*)?",
              MASK),
          rule(
              List.of("authorization"),
              "(?i)\\b(authorization\\s*[:=]\\s*[\"']?(?:basic|bearer|token)?\\s*)[^\\s\"']+",
              "$1" + MASK),
          rule(List.of("bearer"), "(?i)\\b(bearer\\s+)[A-Za-z0-9._~+/=-]{8,}", "$1" + MASK),
          rule(List.of("://"), "([a-zA-Z][a-zA-Z0-9+.-]*://)[^/\\s@\"']+@", "$1" + MASK + "@"),
          rule(
              List.of("passw", "pwd", "passphrase", "secret", "token", "key"),
              "(?i)((?:password|passwd|pwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|client[_-]?secret)[\"']?\\s*[=:]\\s*)(?:\"[^\"]+\"|'[^']+'|[^\\s\"',;&]+)",
              "$1" + MASK),
          rule(
              List.of("-----begin "),
              "(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\\z)",
              "-----BEGIN PRIVATE KEY----- " + MASK));

  /** The body of a key block stands alone on its line. */
  private static final Pattern KEY_BLOCK =
      Pattern.compile("(?m)^[ \\t]*[A-Za-z0-9+/]{60,76}={0,2}[ \\t]*(\\r?)$");

  private static final int SHORTEST_KEY_BLOCK = 60;

  private static Rule rule(List<String> hints, String pattern, String replacement) {
    return new Rule(hints, Pattern.compile(pattern), replacement);
  }

  /** The text without secrets; the same one when there are none. */
  public String redact(String line) {
    // Patterns that ignore case take the long s for an s.
    String lowerCase = line.toLowerCase(Locale.ROOT).replace('\u017f', 's');
    String text = line;
    for (Rule rule : RULES) {
      if (rule.mayApply(lowerCase)) {
        text = rule.pattern().matcher(text).replaceAll(rule.replacement());
      }
    }
    return text.length() < SHORTEST_KEY_BLOCK
        ? text
        : KEY_BLOCK.matcher(text).replaceAll(MASK + "$1");
  }
}
