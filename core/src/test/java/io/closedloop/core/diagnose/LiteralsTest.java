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
          text.append("ab1cd.".charAt(random.nextInt(6)));
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
    assertThat(Literals.needs("lost \\d|E(?:CONN(?:RESET|REFUSED)|PIPE)"))
        .containsExactly(
            new Literals.Need(List.of("lost ", "RESET", "REFUSED", "PIPE"), false, false));
  }
}
