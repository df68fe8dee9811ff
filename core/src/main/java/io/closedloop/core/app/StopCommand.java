package io.closedloop.core.app;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code closedloop stop}: ends the server of a home in good order. */
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description = "Stop the server of a home; work under way ends first.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it is stopped",
      "1:it did not end in time",
      "2:wrong usage",
      "69:no server was running"
    })
final class StopCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private final Map<String, String> env;

  @Mixin private RunningHome home = new RunningHome();

  @Spec private CommandSpec spec;

  StopCommand(Map<String, String> env) {
    this.env = env;
  }

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    Optional<ServerApi> api = home.server(env);
    if (api.isEmpty()) {
      return Main.NO_SERVER;
    }
    ProcessHandle process = api.get().server().process();
    process.destroy();
    try {
      process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException stillThere) {
      spec.commandLine()
          .getErr()
          .println(
              "Process "
                  + process.pid()
                  + " did not end within "
                  + PATIENCE.toSeconds()
                  + " s; see its log.");
      return 1;
    }
    spec.commandLine().getOut().println("Stopped process " + process.pid() + ".");
    return 0;
  }
}
