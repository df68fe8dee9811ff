package io.closedloop.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GithubAppTest {
  private static final KeyPair PAIR = pair(2048);

  @TempDir private Path folder;

  private static KeyPair pair(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String pem(String kind, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), kind);
  }

  /** As GitHub hands it out: PKCS#8 without its first 26 bytes, at this length of key. */
  private static byte[] pkcs1() {
    byte[] pkcs8 = PAIR.getPrivate().getEncoded();
    return Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
  }

  private Loaded load(String key, Map<String, String> env) throws IOException {
    Files.writeString(folder.resolve("app.pem"), key);
    Path file =
        Files.writeString(
            folder.resolve("closedloop.yml"),
            """
            github:
              app:
                id: 12345
                private_key: "%s"
            """
                .formatted(env.isEmpty() ? "${file:app.pem}" : "${env:KEY}"));
    return new ConfigLoader().load(new LoadRequest(List.of(file), null, env));
  }

  private static GithubApp app(Loaded loaded) {
    assertThat(loaded.problems()).isEmpty();
    return Objects.requireNonNull(Objects.requireNonNull(loaded.config()).github().app());
  }

  @Test
  void bothKindsOfPemAreReadToTheSameKey() throws IOException {
    GithubApp old = app(load(pem("RSA PRIVATE KEY", pkcs1()), Map.of()));
    GithubApp young = app(load(pem("PRIVATE KEY", PAIR.getPrivate().getEncoded()), Map.of()));

    assertThat(old.id()).isEqualTo("12345");
    assertThat(old.key().reveal()).isEqualTo(PAIR.getPrivate());
    assertThat(young.key().reveal()).isEqualTo(PAIR.getPrivate());
  }

  @Test
  void aVariableMayHoldTheLineEndsAsTwoCharacters() throws IOException {
    String line = pem("RSA PRIVATE KEY", pkcs1()).replace("\n", "\\n");

    assertThat(app(load("", Map.of("KEY", line))).key().reveal()).isEqualTo(PAIR.getPrivate());
  }

  @ParameterizedTest
  @CsvSource({
    "cut, is damaged",
    "public, is the public key",
    "locked, is locked by a password",
    "short, has fewer than 2048 bits",
    "elliptic, is no RSA key",
    "nothing, is no key in PEM",
  })
  void aBrokenKeyIsAProblemThatSaysWhatToDoAndShowsNothingOfIt(String how, String said)
      throws IOException {
    byte[] der = PAIR.getPrivate().getEncoded();
    String key =
        switch (how) {
          case "cut" -> pem("RSA PRIVATE KEY", Arrays.copyOf(pkcs1(), 700));
          case "public" -> pem("PUBLIC KEY", PAIR.getPublic().getEncoded());
          case "locked" -> pem("ENCRYPTED PRIVATE KEY", der);
          case "short" -> pem("PRIVATE KEY", pair(1024).getPrivate().getEncoded());
          case "elliptic" -> pem("EC PRIVATE KEY", der);
          default -> "hush-hush-hush";
        };

    Loaded loaded = load(key, Map.of());

    assertThat(loaded.problems()).isNotEmpty();
    assertThat(loaded.problems().getFirst().toString())
        .contains("closedloop.yml:4: github.app: private_key " + said, "download a new one");
    assertThat(loaded.problems().toString()).doesNotContain("hush");
    key.lines()
        .filter(line -> line.length() == 64)
        .forEach(line -> assertThat(loaded.problems().toString()).doesNotContain(line));
  }

  @Test
  void theKeyDoesNotPrint() throws IOException {
    GithubApp app = app(load(pem("RSA PRIVATE KEY", pkcs1()), Map.of()));

    assertThat(app.toString() + app.key()).doesNotContain("BEGIN").doesNotContain("modulus");
  }

  @Test
  void anAppWithoutItsPartsSaysWhichIsMissing() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yml"), "github: {app: {id: 12345}}\n");
    Loaded loaded = new ConfigLoader().load(new LoadRequest(List.of(file), null, Map.of()));

    assertThat(loaded.problems().toString()).contains("private_key is missing");
  }
}
