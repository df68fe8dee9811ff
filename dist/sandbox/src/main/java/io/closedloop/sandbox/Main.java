package io.closedloop.sandbox;

import io.closedloop.sandbox.scenario.Scenario;
import io.closedloop.sandbox.scenario.Scenarios;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.concurrent.CountDownLatch;

/**
 * Starts the stand-in with the scenarios, for trying things by hand: {@code [PORT [WEBHOOK_URL]]}.
 */
public final class Main {
  private Main() {}

  /**
   * Runs until it is ended. {@code GJF_JAR} and {@code JUNIT_JAR} are taken from the environment; a
   * check that lacks its jar fails for that reason.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    PrintStream out = System.out;
    try (Registry registry = Registry.down()) {
      SandboxOptions options = options(args, registry);
      Sandbox sandbox = Sandbox.start(options);
      Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close));
      out.println("GitHub stand-in at " + sandbox.url());
      options.tokens().forEach((token, login) -> out.println("token " + token + " is " + login));
      out.println("webhook secret " + options.secret());
      for (Scenario scenario : Scenarios.all()) {
        Scenarios.Begun begun = Scenarios.begin(sandbox, scenario);
        out.println(scenario.repository() + " #" + begun.pullRequest() + ": " + scenario.title());
      }
      out.println("The registry stays down at " + registry.url() + ". Control-C ends.");
      new CountDownLatch(1).await();
    }
  }

  private static SandboxOptions options(String[] args, Registry registry) {
    SandboxOptions options =
        SandboxOptions.defaults().withEnvironment("REGISTRY_URL", registry.url().toString());
    for (String name : Scenarios.ENVIRONMENT) {
      String value = System.getenv(name);
      if (value != null) {
        options = options.withEnvironment(name, value);
      }
    }
    if (args.length > 0) {
      options = options.withPort(Integer.parseInt(args[0]));
    }
    return args.length > 1 ? options.withWebhook(URI.create(args[1])) : options;
  }
}
