package io.closedloop.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "**.java|A.java|true",
        "**.java|a/b/A.java|true",
        "**.java|a/b/A.javax|false",
        "**/*.java|A.java|true",
        "**/*.java|a/b/A.java|true",
        "*.java|a/A.java|false",
        "src/**|src/a/b|true",
        "src/**|src|false",
        "src/**/x|src/x|true",
        "a?c|abc|true",
        "a?c|a/c|false",
        "*.{java,kt}|A.kt|true",
        "*.{java,kt}|A.rs|false",
        "a.b|axb|false",
        "[x]|[x]|true",
        "a,b|a,b|true",
        "**|anything/at/all|true",
      })
  void aGlobMatchesWhatItsReaderExpects(String glob, String path, boolean matches) {
    assertThat(Glob.of(glob).matches(path)).isEqualTo(matches);
  }

  @Test
  void anOpenBraceIsNamed() {
    assertThatThrownBy(() -> Glob.of("*.{a,b")).hasMessageContaining("*.{a,b");
  }
}
