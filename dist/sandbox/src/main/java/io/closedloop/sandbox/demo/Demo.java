package io.closedloop.sandbox.demo;

import io.closedloop.sandbox.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Shows the whole loop on this machine, as {@link Choice} says. The property {@code
 * closedloop.distribution} says which distribution is shown.
 */
public final class Demo {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private Demo() {}

  /** Ends with 0 only if every scenario ended as it should. */
  public static void main(String[] args) throws InterruptedException {
    @Nullable String distribution = System.getProperty("closedloop.distribution");
    Optional<Choice> choice = Choice.of(args);
    if (distribution == null || choice.isEmpty()) {
      System.err.println(Choice.USAGE);
      System.exit(2);
      return;
    }
    CountDownLatch stop = new CountDownLatch(1);
    ProcessHandle.current().parent().ifPresent(Demo::endWith);
    System.exit(run(Path.of(distribution), choice.get(), stop));
  }

  /** The command that started this process may be killed, and cannot end it then. */
  private static void endWith(ProcessHandle parent) {
    Thread.ofPlatform()
        .name("watch-parent")
        .daemon()
        .start(() -> {
          parent.onExit().join();
          System.exit(1);
        });
  }

  private static int run(Path distribution, Choice choice, CountDownLatch stop)
      throws InterruptedException {
    Terminal terminal = Terminal.ofThisProcess(InstantSource.system());
    try {
      List<Scenario> scenarios = choice.scenarios();
      if (choice.list()) {
        scenarios.forEach(one -> terminal.plain("%-19s  %s".formatted(one.id(), one.title())));
        return 0;
      }
      terminal.title(
          "closedloop demo: pull requests break the checks of %s, on a stand-in for GitHub here."
              .formatted(
                  scenarios.size() == 1 ? "1 repository" : scenarios.size() + " repositories"));
      Stage stage = Stage.open(distribution);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    stop.countDown();
                    stage.close();
                  },
                  "end-demo"));
      ServerProcess server = stage.startServer(stop);
      terminal.plain("closedloop runs at " + server.url() + " with its shipped defaults");
      Show show = new Show(stage, server, terminal, stop);
      boolean good = show.play(scenarios, LIMIT);
      if (!choice.exit() && stop.getCount() > 0) {
        farewell(server, terminal);
        stop.await();
      }
      return good ? 0 : 1;
    } catch (DemoFailed | IOException e) {
      if (stop.getCount() > 0) {
        terminal.problem(String.valueOf(e.getMessage()));
      }
      return 1;
    }
  }

  private static void farewell(ServerProcess server, Terminal terminal) {
    terminal.title("The server stays up for a look.");
    terminal.plain("incidents and timelines   " + server.url() + "/");
    terminal.plain("the admin token           " + server.tokenFile());
    terminal.plain("stop, and remove it all   Ctrl-C");
  }
}
