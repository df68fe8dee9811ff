package io.closedloop.sandbox;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a sandbox shall be. Port 0 takes a free one; tokens map to the logins they belong to; the
 * environment is given to every step that the runner runs.
 */
public record SandboxOptions(
    int port,
    String secret,
    Map<String, String> tokens,
    Map<String, String> environment,
    InstantSource clock,
    @Nullable URI hook) {

  public SandboxOptions {
    tokens = Map.copyOf(tokens);
    environment = Map.copyOf(environment);
  }

  /** A free port, a webhook secret, one machine user with a token, and no webhook address yet. */
  public static SandboxOptions defaults() {
    return new SandboxOptions(
        0,
        "sandbox-secret",
        Map.of("sandbox-token", "closedloop-bot"),
        Map.of(),
        InstantSource.system(),
        null);
  }

  public SandboxOptions withPort(int wanted) {
    return new SandboxOptions(wanted, secret, tokens, environment, clock, hook);
  }

  public SandboxOptions withSecret(String shared) {
    return new SandboxOptions(port, shared, tokens, environment, clock, hook);
  }

  public SandboxOptions withToken(String token, String login) {
    Map<String, String> more = new LinkedHashMap<>(tokens);
    more.put(token, login);
    return new SandboxOptions(port, secret, more, environment, clock, hook);
  }

  public SandboxOptions withEnvironment(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(environment);
    more.put(name, value);
    return new SandboxOptions(port, secret, tokens, more, clock, hook);
  }

  public SandboxOptions withClock(InstantSource source) {
    return new SandboxOptions(port, secret, tokens, environment, source, hook);
  }

  public SandboxOptions withWebhook(URI url) {
    return new SandboxOptions(port, secret, tokens, environment, clock, url);
  }

  Optional<URI> webhook() {
    return Optional.ofNullable(hook);
  }

  byte[] secretBytes() {
    return secret.getBytes(StandardCharsets.UTF_8);
  }

  static Path javaHome() {
    return Path.of(System.getProperty("java.home"));
  }

  /** Without the secret and the tokens. */
  @Override
  public String toString() {
    return "SandboxOptions[port=" + port + ", logins=" + tokens.values() + ", hook=" + hook + "]";
  }
}
