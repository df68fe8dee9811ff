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

class WordFinderTest {

  private static Set<Integer> find(List<String> words, String text) {
    var found = new TreeSet<Integer>();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    new WordFinder(WordFinder.inAnyCase(words)).scan(bytes, 0, bytes.length, found::add);
    return found;
  }

  @Test
  void wordsInsideWordsAreFound() {
    assertThat(find(List.of("her", "she", "hers", "his", "usher"), "ushers"))
        .containsExactly(0, 1, 2, 4);
  }

  @Test
  void lettersOfEitherCaseAreAlikeAndOtherBytesAreNot() {
    assertThat(find(List.of("Fehler: Ä", "[error]"), "FEHLER: Ä")).containsExactly(0);
    assertThat(find(List.of("[error]"), "{ERROR}")).isEmpty();
  }

  @Test
  void whereCaseMattersOnlyTheSameLettersAreFound() {
    var words =
        List.of(
            new WordFinder.Word("FAIL", false),
            new WordFinder.Word("FAIL", true),
            new WordFinder.Word("Error:", false));
    byte[] text = "no failure, ERROR: or Error: here".getBytes(StandardCharsets.UTF_8);
    var found = new ArrayList<Integer>();
    new WordFinder(words).scan(text, 0, text.length, found::add);
    assertThat(found).containsExactly(1, 2);
  }

  @Test
  void itFindsWhatALookForEachWordFinds() {
    var random = new Random(7);
    for (int round = 0; round < 500; round++) {
      var words = new ArrayList<String>();
      for (int w = 0; w < 1 + random.nextInt(12); w++) {
        words.add(text(random, 3 + random.nextInt(6)));
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
  void aWordIsFoundAtEveryPlaceOfAWindowAndNotBeyondIt() {
    var finder = new WordFinder(WordFinder.inAnyCase(List.of("xyz", "oops", "fatal error")));
    for (int at = 0; at < 9; at++) {
      for (String word : List.of("XYZ", "Oops", "fatal ERROR")) {
        byte[] bytes = ("....." + " ".repeat(at) + word + "xyz").getBytes(StandardCharsets.UTF_8);
        var found = new ArrayList<Integer>();
        finder.scan(bytes, 5, bytes.length - 3, found::add);
        assertThat(found).as(word + " at " + at).isNotEmpty();
        found.clear();
        finder.scan(bytes, 5, bytes.length - 4, found::add);
        assertThat(found).as("a part of " + word).doesNotContain(0, 1, 2).isEmpty();
      }
    }
  }

  @Test
  void aWordThatIsTooShortToLookForIsRefused() {
    assertThatThrownBy(() -> new WordFinder(WordFinder.inAnyCase(List.of("ab"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"ab\"");
  }

  private static String text(Random random, int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append("abAB✘".charAt(random.nextInt(5)));
    }
    return text.toString();
  }
}
