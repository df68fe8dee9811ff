package io.closedloop.core.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.api.Secret;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubOptionsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.github.com",
        "https://ghe.example/api/v3/",
        "http://127.0.0.1:8080",
        "http://localhost:1",
        "http://[::1]:1"
      })
  void anAddressIsEncryptedOrOnThisMachine(String url) {
    assertThat(GitHubOptions.of(URI.create(url), null, "1").apiUrl()).hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://ghe.example", "api.github.com", "ftp://localhost", "https:///x"})
  void anyOtherAddressIsRefused(String url) {
    assertThatThrownBy(() -> GitHubOptions.of(URI.create(url), null, "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(url);
  }

  @Test
  void theTokenDoesNotPrint() {
    var options = GitHubOptions.of(URI.create("https://a.b"), Secret.of("hush"), "1");

    assertThat(options.toString()).contains("a.b").doesNotContain("hush");
  }

  @Test
  void realSleepEndsWithAnInterrupt() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> Sleeper.real().sleep(Duration.ofDays(1)))
        .isInstanceOf(InterruptedException.class);
  }
}
