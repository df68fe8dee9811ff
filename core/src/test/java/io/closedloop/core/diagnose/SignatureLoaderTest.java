package io.closedloop.core.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SignatureLoaderTest {

  private static SignatureLoader.Loaded load(String yaml) {
    return SignatureLoader.load(
        List.of(new SignatureSource("mine.yml", null, () -> Logs.stream(yaml))),
        Set.of("testing", "general"));
  }

  private static final String GOOD =
      "category: testing\n" + Logs.one("good", "went wrong", 50, true);

  @Test
  void anOperatorsFileSpeaksForTheCategoryItNames() {
    var loaded = load(GOOD);
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.signatures())
        .singleElement()
        .satisfies(s -> {
          assertThat(s.category()).isEqualTo("testing");
          assertThat(s.transientFailure()).isTrue();
          assertThat(s.weight()).isEqualTo(50);
        });
  }

  @Test
  void aSignatureThatReadsStepsNeedsNoLiteral() {
    var loaded =
        load(
            GOOD.replace("    literal: 'went wrong'\n", "")
                .replace("transient: yes", "transient: history\n    reads: step"));
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.signatures())
        .singleElement()
        .satisfies(s -> {
          assertThat(s.reads()).isEqualTo(Signature.Reads.STEP);
          assertThat(s.passes()).isEqualTo(Signature.Passes.HISTORY);
          assertThat(s.transientFailure()).isFalse();
          assertThat(s.literals()).isEmpty();
        });
  }

  @Test
  void anUnknownCategoryIsAProblem() {
    assertThat(load(GOOD.replace("testing", "tests")).problems().toString())
        .contains("mine.yml:1: category must be one of [general, testing]");
  }

  @Test
  void aBadSignatureIsNamedWithItsLineAndTheOthersLoad() {
    var bad = Logs.one("bad", "broken (", 50, false);
    var loaded = load(GOOD + bad.substring(bad.indexOf("  - id")));
    assertThat(loaded.signatures()).extracting(Signature::id).containsExactly("good");
    assertThat(loaded.problems())
        .singleElement()
        .asString()
        .startsWith("mine.yml:12: signature bad: pattern is not an RE2 expression");
  }

  @Test
  void eachMistakeHasItsReason() {
    assertProblem(GOOD.replace("'x went wrong'", "'x went well'"), "does not match its positive");
    assertProblem(GOOD.replace("negative: x", "negative: Went Wrong"), "matches its negative");
    assertProblem(GOOD.replace("weight: 50", "weight: 101"), "weight is from 1 to 100, not 101");
    assertProblem(
        GOOD.replace("weight: 50", "weight: 50\n    silent_minutes: 0"),
        "silent_minutes is from 1 to 1000");
    assertProblem(GOOD.replace("weight: 50", "weight: much"), "weight is a number");
    assertProblem(
        GOOD.replace("transient: yes", "transient: perhaps"), "yes, no or history, not perhaps");
    assertProblem(
        GOOD.replace("    weight", "    reads: names\n    weight"),
        "output, step or report, not names");
    assertProblem(
        GOOD.replace("    weight", "    reads: step\n    weight"), "literal has no meaning where");
    assertProblem(
        GOOD.replace("    weight", "    symptom: maybe\n    weight"), "yes or no, not maybe");
    assertProblem(GOOD.replace("literal: 'went", "literal: 'gone"), "is in its positive example");
    assertProblem(GOOD.replace("literal: 'went wrong'", "literal: 'we'"), "3 characters or more");
    assertProblem(GOOD.replace("kind: documentation", "kind: memory"), "source must say");
    assertProblem(
        GOOD.replace("    subcategory", "    sub_category"), "unknown key \"sub_category\"");
    assertProblem(GOOD.replace("    weight", "    captures: test\n    weight"), "no (?P<test>");
    assertProblem(GOOD + GOOD.substring(GOOD.indexOf("  - id")), "is used twice");
    assertProblem("category: [", "not YAML");
    assertProblem("", "empty");
    assertProblem("a: &x [1]\nb: *x", "alias");
  }

  private static void assertProblem(String yaml, String reason) {
    assertThat(load(yaml).problems().toString()).contains(reason);
  }

  @Test
  void theLongestPlainRunIsTheLiteralUnlessAnAlternativeForbidsIt() {
    assertThat(Literals.derive("^FAILED (?:a|b)+ in time$")).isEqualTo(" in time");
    assertThat(Literals.derive("test result: FAILED\\.")).isEqualTo("test result: FAILED.");
    assertThat(Literals.derive("abc[x-z]+defgs?")).isEqualTo("defg");
    assertThat(Literals.derive("one|two")).isEmpty();
    assertThat(Literals.derive("\\d+")).isEmpty();
  }

  @Test
  void anIdThatAnotherFileUsesNamesTheFirst() {
    var loaded =
        SignatureLoader.load(
            List.of(
                new SignatureSource("a.yml", null, () -> Logs.stream(GOOD)),
                new SignatureSource("b.yml", null, () -> Logs.stream(GOOD))),
            Set.of("testing"));
    assertThat(loaded.problems())
        .singleElement()
        .hasToString(
            "b.yml:3: id \"good\" is used twice in category testing; the first stands at a.yml:3");
  }

  @Test
  void aPatternThatMultipliesIsRefused() {
    assertThat(PatternSize.problem("^FAILED (?P<test>\\S+)[{}()]{3,5} \\{9999\\} x{2}y{,5}"))
        .isNull();
    assertThat(PatternSize.problem("(?:(?:a{100}){100}){100}"))
        .isEqualTo(
            "pattern grows exponentially: its repetitions multiply to some 1040400 states, and"
                + " 20000 are accepted; write a shorter {n,m}");
    assertThat(PatternSize.problem("x".repeat(2001))).contains("2001 characters long");
    assertProblem(
        GOOD.replace("'(?i)went wrong'", "'(?:went wrong{500}){500}'"),
        "mine.yml:3: signature good: pattern grows exponentially");
  }

  @Test
  void anEntryKnowsWhereItStandsAndWhatItComesFrom() {
    assertThat(load(GOOD).entries())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.file() + ":" + entry.line()).isEqualTo("mine.yml:3");
          assertThat(entry.sourceKind() + ": " + entry.source()).isEqualTo("documentation: a page");
          assertThat(entry.positive()).containsExactly("x went wrong");
          assertThat(entry.negative()).containsExactly("x");
        });
  }
}
