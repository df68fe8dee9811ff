package io.closedloop.core.diagnose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FirstBytesTest {
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
          "\\s*",
          "\\b",
          "[ab]",
          "[^c]?",
          "[^\\d\\s]",
          "[b-d]*",
          "[\\w.-]",
          "[^\\S]",
          "[ \\S]",
          "[]a]",
          "[^]a]",
          "[é-ü]",
          "é",
          "(?:ab|b1)",
          "(?:ab|c|)",
          "(?:ab|cd)+",
          "(ab)?",
          "(?P<n>b1)",
          "(?:(?:ab))*",
          "ab?",
          "b{2}",
          "c{0,1}",
          "(?:^|1)",
          "(?:c|$)",
          "x{",
          "^",
          "$");
  private static final String CHARACTERS = "ab1cdBC.-]{x é\u212a\tü";

  private static String of(String pattern) {
    return of(FirstBytes.of(pattern, false));
  }

  private static String of(BitSet bytes) {
    return bytes.cardinality() == 256
        ? "all"
        : bytes.stream().mapToObj(Character::toString).collect(Collectors.joining());
  }

  @Test
  void whatAPatternMatchesBeginsWithOneOfThem() {
    var random = new Random(5);
    int matches = 0;
    int telling = 0;
    for (int round = 0; round < 20_000; round++) {
      boolean anyCase = random.nextInt(4) == 0;
      var pattern = new StringBuilder(anyCase ? "(?i)^" : "^");
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        pattern.append(PIECES.get(random.nextInt(PIECES.size())).replace("<n>", "<n" + i + ">"));
        pattern.append(List.of("", "", "", "", "", "|", "|^").get(random.nextInt(7)));
      }
      var first = FirstBytes.of(pattern.toString(), anyCase);
      telling += first.cardinality() < 256 ? 1 : 0;
      var compiled = Pattern.compile(pattern.toString());
      for (int i = 0; i < 10; i++) {
        var text = new StringBuilder();
        for (int c = 0; c < 1 + random.nextInt(8); c++) {
          text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        if (compiled.matcher(text).find()) {
          matches++;
          byte[] bytes = text.toString().getBytes(UTF_8);
          assertThat(first.get(bytes[0] & 0xff)).as("%s in %s", pattern, text).isTrue();
        }
      }
    }
    assertThat(matches).isGreaterThan(10_000);
    assertThat(telling).isGreaterThan(5_000);
  }

  @Test
  void optionalPartsLeadToWhatFollowsThem() {
    assertThat(of("^/?[a-c.]*(?:x|y\\d)+z")).isEqualTo("./abcxy");
  }

  @Test
  void whatIsNotAnchoredOrMayBeEmptyBeginsWithAnything() {
    assertThat(of("ab")).isEqualTo("all");
    assertThat(of("^ab|c")).isEqualTo("all");
    assertThat(of("^a?")).isEqualTo("all");
    assertThat(of("^a|^b")).isEqualTo("ab");
  }

  @Test
  void lettersOfEitherCaseAreAlikeWhereThePatternSaysSo() {
    var bytes = FirstBytes.of("(?i)^ab", true);
    assertThat(bytes.get('a') && bytes.get('A')).isTrue();
    assertThat(bytes.get('b')).isFalse();
  }
}
