package io.closedloop.core.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AhoCorasickTest {

  private static Set<Integer> find(List<String> words, String text) {
    var found = new TreeSet<Integer>();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    new AhoCorasick(words).scan(bytes, 0, bytes.length, found::add);
    return found;
  }

  @Test
  void wordsInsideWordsAreFound() {
    assertThat(find(List.of("he", "she", "hers", "his"), "ushers")).containsExactly(0, 1, 2);
  }

  @Test
  void lettersOfEitherCaseAreAlikeAndOtherBytesAreNot() {
    assertThat(find(List.of("Fehler: Ä", "[error]"), "FEHLER: Ä")).containsExactly(0);
    assertThat(find(List.of("[error]"), "{ERROR}")).isEmpty();
  }

  @Test
  void itFindsWhatALookForEachWordFinds() {
    var random = new Random(7);
    for (int round = 0; round < 500; round++) {
      var words = new ArrayList<String>();
      for (int w = 0; w < 1 + random.nextInt(12); w++) {
        words.add(text(random, 1 + random.nextInt(5)));
      }
      var text = text(random, random.nextInt(60));
      var expected = new TreeSet<Integer>();
      for (int w = 0; w < words.size(); w++) {
        if (text.toLowerCase(Locale.ROOT).contains(words.get(w).toLowerCase(Locale.ROOT))) {
          expected.add(w);
        }
      }
      assertThat(find(words, text)).as("%s in %s", words, text).isEqualTo(expected);
    }
  }

  @Test
  void anEmptyWordIsRefused() {
    assertThatThrownBy(() -> new AhoCorasick(List.of("")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("empty word");
  }

  private static String text(Random random, int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append("abAB✘".charAt(random.nextInt(5)));
    }
    return text.toString();
  }
}
