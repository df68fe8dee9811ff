package io.closedloop.core.diagnose;

import com.google.re2j.Pattern;
import java.util.List;

/** Takes out of a line what looks like a secret, since logs are stored, shown and sent. */
public final class Redactor {
  private static final String MASK = "***";

  private record Rule(Pattern pattern, String replacement) {}

  private static final List<Rule> RULES =
      List.of(
          rule("\\b(?:gh[pousr]_[A-Za-z0-9_]{16,}|github_pat_[A-Za-z0-9_]{16,})", MASK),
          rule("\\bglpat-[A-Za-z0-9_-]{16,}", MASK),
          rule("\\bxox[abposr]-[A-Za-z0-9-]{10,}", MASK),
          rule("\\bnpm_[A-Za-z0-9]{30,}", MASK),
          rule("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b", MASK),
          rule("\\bAIza[A-Za-z0-9_-]{35}", MASK),
          rule("\\bsk-[A-Za-z0-9_-]{20,}", MASK),
          rule("\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*)?", MASK),
          rule(
              "(?i)\\b(authorization\\s*[:=]\\s*[\"']?(?:basic|bearer|token)?\\s*)[^\\s\"']+",
              "$1" + MASK),
          rule("(?i)\\b(bearer\\s+)[A-Za-z0-9._~+/=-]{8,}", "$1" + MASK),
          rule("([a-zA-Z][a-zA-Z0-9+.-]*://)[^/\\s@\"']+@", "$1" + MASK + "@"),
          rule(
              "(?i)((?:password|passwd|pwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|client[_-]?secret)[\"']?\\s*[=:]\\s*)(?:\"[^\"]+\"|'[^']+'|[^\\s\"',;&]+)",
              "$1" + MASK),
          rule("-----BEGIN [A-Z ]*PRIVATE KEY-----.*", "-----BEGIN PRIVATE KEY----- " + MASK),
          // The body of a key block stands alone on its line.
          rule("^\\s*[A-Za-z0-9+/]{60,76}={0,2}\\s*$", MASK));

  private static Rule rule(String pattern, String replacement) {
    return new Rule(Pattern.compile(pattern), replacement);
  }

  /** The line without secrets; the same text when there are none. */
  public String redact(String line) {
    var text = line;
    for (var rule : RULES) {
      text = rule.pattern().matcher(text).replaceAll(rule.replacement());
    }
    return text;
  }
}
