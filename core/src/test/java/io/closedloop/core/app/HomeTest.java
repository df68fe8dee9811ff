package io.closedloop.core.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
  @TempDir Path folder;

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void aHomeAndItsSecretsAreForTheirOwnerOnly() throws IOException {
    Home home = Home.open(folder.resolve("a/home"));
    assertThat(mode(home.folder())).isEqualTo("rwx------");
    for (Path file : new Path[] {home.webhookSecretFile(), home.adminTokenFile()}) {
      assertThat(home.secret(file).reveal()).matches("[0-9a-f]{64}");
      assertThat(mode(file)).isEqualTo("rw-------");
    }
  }

  @Test
  void aSecretStaysTheSameAndEachIsItsOwn() {
    Home home = Home.open(folder);
    String secret = home.secret(home.webhookSecretFile()).reveal();
    assertThat(Home.open(folder).secret(home.webhookSecretFile()).reveal()).isEqualTo(secret);
    assertThat(home.secret(home.adminTokenFile()).reveal()).isNotEqualTo(secret);
    assertThat(home.secret(home.webhookSecretFile()).toString()).doesNotContain(secret);
  }

  @Test
  void anEmptySecretIsNoSecret() throws IOException {
    Home home = Home.open(folder);
    Files.writeString(home.webhookSecretFile(), " \n");
    assertThatIllegalStateException()
        .isThrownBy(() -> home.secret(home.webhookSecretFile()))
        .withMessageContaining("webhook-secret is empty; delete it");
  }

  @Test
  void theOptionGoesBeforeTheEnvironmentAndThatBeforeTheDefault() {
    Map<String, String> env = Map.of("CLOSEDLOOP_HOME", folder.toString());
    Path named = folder.resolve("named");
    assertThat(Home.usual(env, named)).isEqualTo(named);
    assertThat(Home.usual(env, null)).isEqualTo(folder);
    assertThat(Home.usual(Map.of("CLOSEDLOOP_HOME", " "), null)).endsWithRaw(Path.of(".closedloop"));
  }

  @Test
  void aHomeThatCannotBeMadeIsNamedWithTheWayOut() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> Home.open(file.resolve("home")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("--home");
  }
}
