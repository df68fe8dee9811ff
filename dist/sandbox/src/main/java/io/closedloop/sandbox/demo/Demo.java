package io.closedloop.sandbox.demo;

import io.closedloop.sandbox.scenario.Scenarios;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Shows the whole loop on this machine: {@code [--exit]}. The property {@code
 * closedloop.distribution} says which distribution is shown.
 */
public final class Demo {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private Demo() {}

  /** Ends with 0 only if every scenario ended as it should. */
  public static void main(String[] args) throws InterruptedException {
    @Nullable String distribution = System.getProperty("closedloop.distribution");
    if (distribution == null || !List.of("", "--exit").contains(String.join(" ", args))) {
      System.err.println("usage: closedloop demo [--exit]");
      System.exit(2);
      return;
    }
    CountDownLatch stop = new CountDownLatch(1);
    ProcessHandle.current().parent().ifPresent(Demo::endWith);
    System.exit(run(Path.of(distribution), args.length > 0, stop));
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

  private static int run(Path distribution, boolean exit, CountDownLatch stop)
      throws InterruptedException {
    Terminal terminal = Terminal.ofThisProcess(InstantSource.system());
    try {
      terminal.title(
          "closedloop demo: five pull requests break the checks of five repositories, on a stand-in"
              + " for GitHub on this machine.");
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
      boolean good = show.play(Scenarios.all(), LIMIT);
      if (!exit && stop.getCount() > 0) {
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
