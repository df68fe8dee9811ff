package io.closedloop.core.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiteralsTest {
  private static final List<String> PIECES =
      List.of(
          "ab",
          "abcd[ab1]",
          "ab1c\\d",
          "abcd+",
          "b1",
          "c",
          "\\.",
          ".",
          ".*",
          "\\d",
          "\\S+",
          "[ab]",
          "[^c]?",
          "(?:ab|b1)",
          "(?:ab|c|)",
          "(?:ab|cd)+",
          "(ab)?",
          "(?P<n>b1)",
          "(?:a(?:b|c)1)",
          "(?:(?:ab))*",
          "c*",
          "ab?",
          "b{2}",
          "(?:^|1)",
          "(?:c|$)",
          "(?:1|ab(?:cd|b1))",
          "^",
          "$");

  private static final List<String> FRAGMENTS =
      List.of("a", "b", "1", "c", "d", ".", "abcd", "ab1c");

  private static boolean stands(Literals.Need need, String text) {
    return need.anyOf().stream()
        .anyMatch(it ->
            text.contains(it)
                && (!need.first() || text.startsWith(it))
                && (!need.last() || text.endsWith(it)));
  }

  @Test
  void whateverAPatternMatchesHasAllThatItNeeds() {
    var random = new Random(11);
    int matches = 0;
    int needs = 0;
    for (int round = 0; round < 20_000; round++) {
      var pattern = new StringBuilder(random.nextInt(4) == 0 ? "^" : "");
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        pattern.append(PIECES.get(random.nextInt(PIECES.size())).replace("<n>", "<n" + i + ">"));
        pattern.append(random.nextInt(12) == 0 ? "|" : "");
      }
      var found = Literals.needs(pattern.toString());
      needs += found.size();
      var compiled = Pattern.compile(pattern.toString());
      for (int i = 0; i < 10; i++) {
        var text = new StringBuilder();
        for (int c = 0; c < random.nextInt(9); c++) {
          text.append(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
        }
        if (compiled.matcher(text).find()) {
          matches++;
          assertThat(found)
              .as("%s in %s", pattern, text)
              .allMatch(need -> stands(need, text.toString()));
        }
      }
    }
    assertThat(matches).isGreaterThan(10_000);
    assertThat(needs).isGreaterThan(10_000);
  }

  @Test
  void oneOfAFewCharactersIsAsManyTexts() {
    assertThat(Literals.needs("Failures: [1-3]"))
        .contains(
            new Literals.Need(List.of("Failures: 1", "Failures: 2", "Failures: 3"), false, false));
    assertThat(Literals.needs("(?:\\.cc:\\d|\\.hh:[xy])\\d*:"))
        .anySatisfy(need -> assertThat(need.anyOf()).contains(".cc:0", ".cc:9", ".hh:x", ".hh:y"));
    assertThat(Literals.needs("Failures: [1-3]?"))
        .containsExactly(new Literals.Need(List.of("Failures: "), false, false));
  }

  @Test
  void anEndedGroupCanEndTheLine() {
    assertThat(Literals.needs("^(?P<file>\\S+\\.java)$"))
        .containsExactly(new Literals.Need(List.of(".java"), false, true));
  }

  @Test
  void oneOfTheAlternativesIsNeeded() {
    assertThat(Literals.needs("^(?:WARN|ERROR)\\d in (?:\\w+)?x"))
        .containsExactly(
            new Literals.Need(List.of("WARN", "ERROR"), false, false),
            new Literals.Need(List.of(" in "), false, false),
            new Literals.Need(List.of("x"), false, false));
  }

  @Test
  void alternativesWithinAlternativesAreAllNamed() {
    assertThat(Literals.needs("lost \\s|E(?:CONN(?:RESET|REFUSED)|PIPE)"))
        .containsExactly(
            new Literals.Need(List.of("lost ", "RESET", "REFUSED", "PIPE"), false, false));
  }
}
