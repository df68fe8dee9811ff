package io.closedloop.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RipgrepPatternTest {

  @Test
  void unicodeIsAllowedOnlyWhereACharacterIsNotAscii() {
    assertThat(RipgrepPattern.of("^\\s+✘ [├'x]\\w+ (?P<file>\\S+)\\: [^]✘\\]]$"))
        .isEqualTo("(?-u:^\\s+(?u:✘) (?u:[├'x])\\w+ (?:\\S+): (?u:[^]✘\\]])$)");
    assertThat(RipgrepPattern.of("a\\x{2018}b[[:alpha:]]"))
        .isEqualTo("(?-u:a(?u:\\x{2018})b[[:alpha:]])");
  }
}
