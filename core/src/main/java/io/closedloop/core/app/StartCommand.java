package io.closedloop.core.app;

import io.closedloop.core.config.Problem;
import io.closedloop.core.config.Words;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code closedloop start}: runs the server in the foreground until it is stopped. */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    description = "Run the server in the foreground; needs no configuration.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "143:it was stopped in good order (SIGTERM, as \"closedloop stop\" sends it; 130 for Ctrl-C)",
      "1:it could not start; the reason was printed",
      "2:wrong usage",
      "78:the settings or plugins have problems; all were printed, those of signatures too"
    })
final class StartCommand implements Callable<Integer> {
  /** The exit code of a configuration error, as in sysexits. */
  static final int CONFIGURATION = 78;

  private final Bootstrap bootstrap;
  private final Version version;
  private final Arrangement arrangement;
  @Mixin private HomeOptions options = new HomeOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where to listen; 0 for any free port. Default: 8080.")
  private @Nullable Integer port;

  @Spec private CommandSpec spec;

  StartCommand(Bootstrap bootstrap, Version version, Arrangement arrangement) {
    this.bootstrap = bootstrap;
    this.version = version;
    this.arrangement = arrangement;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Bootstrap.Choice choice = options.choice(port);
    CompletableFuture<Void> sqlite =
        CompletableFuture.runAsync(
            () -> bootstrap.loadSqlite(choice), Thread.ofPlatform().daemon().name("sqlite")::start);
    Bootstrap.Checked checked = bootstrap.check(choice);
    ServerLog.to(checked.home().log(), checked.loaded().secrets()::redact);
    if (!checked.early().isEmpty()) {
      return refused(checked.problems());
    }
    awaited(sqlite);
    Foundation foundation = bootstrap.found(checked);
    Server server = Server.wire(foundation, version.program(), arrangement);
    server.begin();
    RunningServer marker = new RunningServer(checked.home());
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  marker.remove();
                  ServerLog.flush();
                  stopped.countDown();
                },
                "shutdown"));
    marker.write(foundation.http().host(), server.port());
    Hangup.runs(() -> server.reload("SIGHUP"));
    new Welcome(
            out,
            checked,
            foundation,
            bootstrap.webhookSecretPlace(checked),
            bootstrap.operatorsNotes(checked))
        .print(server.port());
    Thread.ofPlatform()
        .daemon()
        .name("signatures")
        .start(() -> server.readSignatures(checked::engines));
    stopped.await();
    return 0;
  }

  private static void awaited(CompletableFuture<Void> task) {
    try {
      task.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private int refused(List<Problem> problems) {
    PrintWriter err = spec.commandLine().getErr();
    problems.forEach(err::println);
    err.println(Words.count(problems.size(), "problem", "problems") + "; nothing was started.");
    err.flush();
    return CONFIGURATION;
  }
}
