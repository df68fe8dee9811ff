package io.closedloop.core.app;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code closedloop dismiss}: closes an incident that people have dealt with. */
@Command(
    name = "dismiss",
    mixinStandardHelpOptions = true,
    description = "Close an incident that people have dealt with, or do not want to.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it is closed",
      "1:not possible; the reason was printed",
      "2:wrong usage",
      "69:no server is running"
    })
final class DismissCommand implements Callable<Integer> {
  private final Map<String, String> env;

  @Parameters(paramLabel = "INCIDENT", description = "The incident's id.")
  private String incident = "";

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      description = "What to say about it in the timeline.")
  private String why = "";

  @Mixin private RunningHome home = new RunningHome();

  @Spec private CommandSpec spec;

  DismissCommand(Map<String, String> env) {
    this.env = env;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Optional<ServerApi> api = home.server(env);
    if (api.isEmpty()) {
      return Main.NO_SERVER;
    }
    if (!incident.matches("[a-z0-9]{1,40}")) {
      spec.commandLine().getErr().println("\"" + incident + "\" is not an incident's id.");
      return 1;
    }
    ServerApi.Reply reply =
        api.get().post("/api/v1/incidents/" + incident + "/dismissal", Map.of("why", why));
    if (reply.status() != 200) {
      spec.commandLine().getErr().println(reply.problem());
      return 1;
    }
    spec.commandLine().getOut().println("Closed.");
    return 0;
  }
}
