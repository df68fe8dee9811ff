package io.closedloop.core.diagnose;

import com.google.re2j.Pattern;
import io.closedloop.api.EvidenceLine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A short name for a root cause that stays when numbers, hashes, paths, times, addresses and the
 * order of parallel output change.
 */
final class Fingerprint {
  private static final int BYTES = 8;

  /** How much of the best match's score one must have to name the cause in its place. */
  private static final double NAMES = 0.6;

  private static final int MOST_AROUND = 2;

  /** The group of a signature's pattern that holds the name of a test. */
  private static final String TEST = "test";

  private record Rule(Pattern pattern, String replacement) {}

  private static final List<Rule> RULES =
      List.of(
          rule(
              "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?(?:Z| ?[+-]\\d\\d:?\\d\\d)?",
              "<time>"),
          rule("\\b\\d{4}[-/]\\d\\d[-/]\\d\\d\\b", "<time>"),
          rule("\\b\\d{1,2}:\\d\\d:\\d\\d(?:[.,]\\d+)?\\b", "<time>"),
          rule(
              "\\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\\b",
              "<id>"),
          rule("(?:[A-Za-z]:)?[\\\\/]*(?:[\\w.@+~%$-]+[\\\\/]+)+([\\w.@+$-]+)", "<dir>/$1"),
          rule("\\btmp(?:\\.[A-Za-z0-9]{6,10}|[A-Za-z0-9_]{8})\\b", "<temp>"),
          rule("\\bsha(?:1|256|512)[:-][A-Za-z0-9+/=]{16,}", "<hex>"),
          rule("\\b0x[0-9a-fA-F]+\\b", "<hex>"),
          rule("\\b[0-9a-f]{7,128}\\b", "<hex>"),
          rule("\\b\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d+)?\\b", "<address>"),
          rule("\\[?\\b[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){3,7}\\b\\]?(?::\\d+)?", "<address>"),
          rule("\\b[0-9A-F]{2,}(?::[0-9A-F]{2,}){2,}\\b", "<id>"),
          rule(
              "\\b\\d+(?:\\.\\d+)*\\s?(?:ns|us|µs|ms|s|secs?|seconds?|m|mins?|minutes?|h|hours?|%|[kKMGT]i?B|bytes)\\b",
              "<n>"),
          rule("\\d+(?:[.,]\\d+)*", "<n>"),
          rule("\\s+", " "));

  /** A vulnerability's number or a compiler's error code, as CVE-2021-44228 or TS2304. */
  private static final Pattern CODE =
      Pattern.compile("\\b[A-Z]{2,10}-\\d{4}-\\d{3,}\\b|\\b[A-Z]{1,5}\\d{2,5}\\b");

  /** What is left of a line without placeholders holds a name that somebody gave. */
  private static final Pattern NAME =
      Pattern.compile("\\w(?:::|[./_#@]|-\\w+-)\\w|[a-z][A-Z]|[/\\\\]\\w|['\"`]\\w");

  private Fingerprint() {}

  private static Rule rule(String pattern, String replacement) {
    return new Rule(Pattern.compile(pattern), replacement);
  }

  static String normalise(String line) {
    var text = shifted(line.strip());
    for (var rule : RULES) {
      text = rule.pattern().matcher(text).replaceAll(rule.replacement());
    }
    return text;
  }

  /** The digits of a code are part of a name: none of the rules may find them. */
  private static String shifted(String text) {
    var matcher = CODE.matcher(text);
    if (!matcher.find()) {
      return text;
    }
    var out = new StringBuilder();
    int from = 0;
    do {
      out.append(text, from, matcher.start());
      matcher
          .group()
          .chars()
          .forEach(c -> out.append((char) (c >= '0' && c <= '9' ? c - '0' + 'g' : c)));
      from = matcher.end();
    } while (matcher.find());
    return out.append(text, from, text.length()).toString();
  }

  /**
   * The name of what these matches say.
   *
   * @param top the match that decided
   * @param claim all matches of its category, best first
   * @param shown what is shown for it, best first
   * @param outside whether the causes of such failures lie outside the repository
   */
  static String of(
      Hit top,
      List<Weighing.Weighed> claim,
      List<EvidenceLine> shown,
      Redactor redactor,
      boolean outside) {
    var signature = top.signature();
    var host = outside ? host(top, claim, shown) : Optional.<String>empty();
    if (host.isPresent() && signature.transientFailure()) {
      return of(signature.category(), null, signature.subcategory(), host.get());
    }
    var cause = cause(top, claim, shown, redactor);
    return of(
        signature.category(),
        signature.tool(),
        signature.id(),
        host.map(name -> cause + '\n' + name).orElse(cause));
  }

  /**
   * Who did not answer. What was asked for there names no cause: another repository asks for
   * something else.
   */
  private static Optional<String> host(
      Hit top, List<Weighing.Weighed> claim, List<EvidenceLine> shown) {
    var signature = top.signature();
    if (signature.passes() == Signature.Passes.NO) {
      return Optional.empty();
    }
    var near = signature.transientFailure() ? near(top, claim, shown) : Stream.<String>empty();
    return Stream.concat(Stream.of(top.text()), near)
        .map(Hosts::first)
        .flatMap(Optional::stream)
        .findFirst()
        .or(() ->
            Hosts.only(
                top.step().commands().stream()
                    .filter(command -> mentions(command, signature.tool()))
                    .toList()));
  }

  /**
   * What else the same tool says in the same step: a host that something else speaks of has no part
   * in it.
   */
  private static Stream<String> near(
      Hit top, List<Weighing.Weighed> claim, List<EvidenceLine> shown) {
    var signature = top.signature();
    return Stream.concat(
        claim.stream()
            .filter(weighed -> weighed.score() >= NAMES * claim.getFirst().score())
            .map(Weighing.Weighed::hit)
            .filter(hit -> hit.step() == top.step() && alike(hit.signature(), signature))
            .map(Hit::text),
        shown.stream().map(EvidenceLine::text).filter(text -> mentions(text, signature.tool())));
  }

  private static boolean alike(Signature one, Signature other) {
    return one.subcategory().equals(other.subcategory())
        || (one.tool() != null && one.tool().equals(other.tool()));
  }

  private static boolean mentions(String text, @Nullable String tool) {
    return tool != null && text.contains(tool);
  }

  /**
   * A line that names something and, where another one names the test that failed, that one too: a
   * file holds many tests.
   */
  private static String cause(
      Hit top, List<Weighing.Weighed> claim, List<EvidenceLine> shown, Redactor redactor) {
    var best = claim.getFirst().score();
    var candidates =
        Stream.concat(
                Stream.of(top),
                claim.stream()
                    .filter(weighed -> weighed.score() >= NAMES * best)
                    .map(Weighing.Weighed::hit))
            .filter(hit -> hit.signature().reads() != Signature.Reads.STEP)
            .toList();
    var naming = candidates.stream().filter(hit -> names(normalise(hit.text()))).findFirst();
    var test =
        candidates.stream().filter(hit -> hit.signature().captures().contains(TEST)).findFirst();
    var least =
        Stream.of(naming, test)
            .flatMap(Optional::stream)
            .map(Hit::signature)
            .distinct()
            .map(signature -> least(signature, claim, redactor))
            .collect(Collectors.joining("\n"));
    return least.isEmpty() ? around(top, shown, redactor) : least;
  }

  private static boolean names(String normalised) {
    return NAME.matcher(normalised.replaceAll("<\\w+>", "0")).find();
  }

  /** Of all that one signature found, the same whichever came first. */
  private static String least(
      Signature signature, List<Weighing.Weighed> claim, Redactor redactor) {
    return claim.stream()
        .map(Weighing.Weighed::hit)
        .filter(hit -> hit.signature().equals(signature))
        .map(hit -> normalise(hit.text()))
        .min(String::compareTo)
        .map(redactor::redact)
        .orElse("");
  }

  /** A summary or the name of a step is no name of a cause: what was printed beside it helps. */
  private static String around(Hit top, List<EvidenceLine> shown, Redactor redactor) {
    var step = top.step().name;
    return Stream.concat(
            Stream.of(step == null ? "" : step, redactor.redact(top.text())),
            shown.stream()
                .map(EvidenceLine::text)
                .filter(text -> !EvidenceChoice.isConsequence(text))
                .limit(MOST_AROUND))
        .map(Fingerprint::normalise)
        .distinct()
        .collect(Collectors.joining("\n"));
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
