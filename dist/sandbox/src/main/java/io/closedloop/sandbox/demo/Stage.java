package io.closedloop.sandbox.demo;

import io.closedloop.sandbox.Registry;
import io.closedloop.sandbox.Sandbox;
import io.closedloop.sandbox.SandboxOptions;
import io.closedloop.sandbox.runner.Folders;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** All that the demo runs in: the stand-in, a registry, an empty home, and the server in it. */
final class Stage implements AutoCloseable {
  private static final String TOKEN = "sandbox-token";

  /** Whom the token belongs to, so who writes as closedloop. */
  static final String LOGIN = "closedloop-bot";

  /** Where the server looks by itself. */
  private static final Set<String> SYSTEM = Set.of("/usr/local/bin", "/usr/bin", "/bin");

  private final Path distribution;
  private final Path home;
  private final Registry registry;
  private final SandboxOptions options;
  private final Sandbox sandbox;
  private @Nullable ServerProcess server;

  private Stage(Path distribution, Path home, Registry registry, SandboxOptions options)
      throws IOException {
    this.distribution = distribution;
    this.home = home;
    this.registry = registry;
    this.options = options;
    this.sandbox = Sandbox.start(options);
  }

  /** The stand-in is up, the registry down, the home empty. */
  static Stage open(Path distribution) throws IOException, DemoFailed {
    Path formatter = distribution.resolve("tools/google-java-format.jar");
    Path junit = distribution.resolve("sandbox/tools/junit-platform-console-standalone.jar");
    for (Path needed : new Path[] {launcher(distribution), formatter, junit}) {
      if (!Files.exists(needed)) {
        throw new DemoFailed(needed + " is missing; the demo needs the whole distribution");
      }
    }
    Registry registry = Registry.down();
    SandboxOptions options =
        SandboxOptions.defaults()
            .withToken(TOKEN, LOGIN)
            .withEnvironment("GJF_JAR", formatter.toString())
            .withEnvironment("JUNIT_JAR", junit.toString())
            .withEnvironment("REGISTRY_URL", registry.url().toString());
    Path home = Files.createTempDirectory("closedloop-demo");
    return new Stage(distribution, home, registry, options);
  }

  /** Starts the server, waits until it is ready and lets the stand-in tell it what happens. */
  ServerProcess startServer(CountDownLatch stop)
      throws IOException, DemoFailed, InterruptedException {
    ServerProcess started;
    synchronized (this) {
      started =
          ServerProcess.start(
              launcher(distribution),
              home,
              Map.of(
                  "GITHUB_TOKEN",
                  TOKEN,
                  "CLOSEDLOOP_GITHUB_API_URL",
                  sandbox.url().toString(),
                  "CLOSEDLOOP_WEBHOOK_SECRET",
                  options.secret()));
      server = started;
    }
    started.awaitReady(stop);
    sandbox.webhook(URI.create(started.url() + "/webhooks/github"));
    return started;
  }

  /** Links a program from outside the system's folders into the home, as an operator would. */
  void lend(String program) throws DemoFailed {
    Path tools = home.resolve("tools");
    Path tool = tools.resolve(program);
    String path = System.getenv().getOrDefault("PATH", "");
    try {
      for (String folder : path.split(File.pathSeparator, -1)) {
        Path found = Path.of(folder, program);
        if (!folder.isEmpty() && Files.isExecutable(found)) {
          if (!SYSTEM.contains(folder) && !Files.exists(tool)) {
            Files.createDirectories(tools);
            Files.createSymbolicLink(tool, found);
          }
          return;
        }
      }
    } catch (IOException e) {
      throw new DemoFailed("cannot link " + program + " to " + tool + ": " + e.getMessage());
    }
  }

  Sandbox sandbox() {
    return sandbox;
  }

  Registry registry() {
    return registry;
  }

  private static Path launcher(Path distribution) {
    return distribution.resolve("bin/closedloop");
  }

  /** Ends every process and leaves no file behind. */
  @Override
  public synchronized void close() {
    ServerProcess running = server;
    if (running != null) {
      running.close();
    }
    sandbox.close();
    registry.close();
    Folders.delete(home);
  }
}
