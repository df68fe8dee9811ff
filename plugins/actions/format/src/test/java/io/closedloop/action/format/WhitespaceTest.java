package io.closedloop.action.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WhitespaceTest {
  @Test
  void spacesAndTabsAtTheEndsOfLinesGo() {
    assertThat(Whitespace.tidy("a.txt", "a \t\n \n  b\n")).isEqualTo("a\n\n  b\n");
  }

  @Test
  void theLastLineGetsItsNewline() {
    assertThat(Whitespace.tidy("a.txt", "a\nb \t")).isEqualTo("a\nb\n");
    assertThat(Whitespace.tidy("a.txt", "a\r\nb")).isEqualTo("a\r\nb\r\n");
  }

  @Test
  void eachLineKeepsItsOwnEnding() {
    assertThat(Whitespace.tidy("a.txt", "a \r\nb \nc\r\n")).isEqualTo("a\r\nb\nc\r\n");
  }

  @Test
  void aLineBreakOfMarkdownStaysButNotOnABlankLine() {
    String text = "a  \nb \n   \nc\t\n- \n";
    assertThat(Whitespace.tidy("A.MD", text)).isEqualTo("a  \nb\n\nc\n-\n");
    assertThat(Whitespace.tidy("a.txt", text)).isEqualTo("a\nb\n\nc\n-\n");
  }

  @Test
  void binaryAndBlankTextStaysAsItIs() {
    assertThat(Whitespace.tidy("a.txt", "a \0\n")).isEqualTo("a \0\n");
    assertThat(Whitespace.tidy("a.txt", " \n")).isEqualTo(" \n");
    assertThat(Whitespace.tidy("a.txt", "a \r b \n")).isEqualTo("a \r b \n");
    assertThat(Whitespace.tidy("a.txt", "")).isEmpty();
  }

  @Test
  void nothingButSpaceAtTheEndsEverChangesAndOnceIsEnough() {
    Random random = new Random(7);
    String letters = "ab \t\n\r.";
    for (int round = 0; round < 5_000; round++) {
      StringBuilder text = new StringBuilder();
      random
          .ints(random.nextInt(30), 0, letters.length())
          .forEach(i -> text.append(letters.charAt(i)));
      for (String path : new String[] {"a.txt", "a.md"}) {
        String tidy = Whitespace.tidy(path, text.toString());
        assertThat(Whitespace.tidy(path, tidy)).isEqualTo(tidy);
        assertThat(tidy.replaceAll("[ \t\r\n]", ""))
            .isEqualTo(text.toString().replaceAll("[ \t\r\n]", ""));
      }
    }
  }
}
