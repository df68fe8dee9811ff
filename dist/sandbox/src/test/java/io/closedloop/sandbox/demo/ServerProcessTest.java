package io.closedloop.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
  @TempDir Path home;

  @Test
  void noCacheOfClassesIsMadeBesideTheDemo() throws Exception {
    Path launcher = home.resolve("closedloop");
    Files.writeString(launcher, "#!/bin/sh\necho \"cache: $CLOSEDLOOP_AOT\"\nexit 3\n");
    launcher.toFile().setExecutable(true);

    try (ServerProcess server = ServerProcess.start(launcher, home, Map.of())) {
      assertThatThrownBy(() -> server.awaitReady(new CountDownLatch(1)))
          .isInstanceOf(DemoFailed.class)
          .hasMessageContaining("exit code 3")
          .hasMessageContaining("cache: off");
    }
  }
}
