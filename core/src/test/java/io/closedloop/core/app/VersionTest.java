package io.closedloop.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionTest {

  @Test
  void theBuildFillsInItsVersion() {
    var version = Version.ofThisBuild();

    assertThat(version.program()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(version.pluginApi()).matches("\\d+\\.\\d+\\.\\d+");
  }
}
