package io.closedloop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A sandbox with one repository {@code acme/shop} and a client for each of two users. */
final class Bench implements AutoCloseable {
  static final String REPO = "acme/shop";
  static final String API = "/repos/acme/shop";
  private final Sandbox sandbox;
  private final Client bot;

  Bench(SandboxOptions options, Map<String, String> files) throws IOException {
    sandbox = Sandbox.start(options.withToken("ann-token", "ann"));
    bot = new Client(sandbox, "sandbox-token");
    sandbox.createRepository(REPO, files);
  }

  /** A bench whose repository has a workflow of these lines below {@code jobs:}. */
  static Bench withJobs(String on, String jobs) throws IOException {
    return new Bench(SandboxOptions.defaults(), workflow(on, jobs));
  }

  static Bench plain() throws IOException {
    return new Bench(SandboxOptions.defaults(), Map.of("README.md", "hello\n"));
  }

  static Map<String, String> workflow(String on, String jobs) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("README.md", "hello\n");
    files.put(".github/workflows/ci.yml", "name: CI\non: " + on + "\njobs:\n" + jobs.indent(2));
    return files;
  }

  Sandbox sandbox() {
    return sandbox;
  }

  Client bot() {
    return bot;
  }

  Client ann() {
    return new Client(sandbox, "ann-token");
  }

  void settle() throws InterruptedException {
    assertThat(sandbox.awaitIdle(Duration.ofSeconds(60))).as("everything has ended").isTrue();
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
