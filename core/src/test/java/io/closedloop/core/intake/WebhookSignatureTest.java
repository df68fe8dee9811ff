package io.closedloop.core.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.closedloop.api.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {
  private static final byte[] BODY = "Hello, World!".getBytes(StandardCharsets.UTF_8);

  /** GitHub's own example. */
  private static final String SIGNED =
      "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

  private static WebhookSignature of(String... secrets) {
    return new WebhookSignature(List.of(secrets).stream().map(Secret::of).toList());
  }

  @Test
  void githubsOwnExampleMatches() {
    assertThat(of("It's a Secret to Everybody").matches(BODY, SIGNED)).isTrue();
    assertThat(of("It's a Secret to Everybody").sign(BODY)).isEqualTo(SIGNED);
  }

  @Test
  void anyOfSeveralSecretsWillDoWhileTheyAreExchanged() {
    assertThat(of("new", "It's a Secret to Everybody").matches(BODY, SIGNED)).isTrue();
    assertThat(of("new", "old").matches(BODY, SIGNED)).isFalse();
  }

  @Test
  void nothingElseMatches() {
    WebhookSignature signature = of("It's a Secret to Everybody");
    String hex = SIGNED.substring("sha256=".length());
    assertThat(signature.matches(BODY, null)).isFalse();
    for (String header :
        List.of(
            "",
            "sha256=",
            hex,
            "sha1=" + hex.substring(0, 40),
            "sha256=" + hex.substring(2),
            "sha256=" + hex + "00",
            "sha256=zz" + hex.substring(2),
            "SHA256=" + hex)) {
      assertThat(signature.matches(BODY, header)).as(header).isFalse();
    }
    assertThat(signature.matches("Hello, World?".getBytes(StandardCharsets.UTF_8), SIGNED))
        .isFalse();
    assertThat(signature.matches(BODY, "sha256=" + hex.toUpperCase(Locale.ROOT))).isTrue();
  }

  @Test
  void noSecretAtAllIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of())
        .withMessageContaining("webhook_secrets");
  }
}
