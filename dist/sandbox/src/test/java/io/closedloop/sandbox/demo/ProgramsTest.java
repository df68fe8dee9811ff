package io.closedloop.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramsTest {

  @Test
  void whatIsNotHereOrDoesNotRunIsMissing() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    assertThat(new Programs().missing(List.of(java, "no-such-program", "/bin/false")))
        .containsExactly("no-such-program", "/bin/false");
  }
}
