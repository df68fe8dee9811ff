package io.closedloop.core.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code closedloop status}: whether a server runs, whether it is ready, and what it works on. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Say whether the server runs, is ready, and what it works on.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it runs and is ready",
      "1:it runs and is not ready",
      "2:wrong usage",
      "69:no server is running"
    })
final class StatusCommand implements Callable<Integer> {
  private final Map<String, String> env;

  @Mixin private RunningHome home = new RunningHome();

  @Spec private CommandSpec spec;

  StatusCommand(Map<String, String> env) {
    this.env = env;
  }

  /** The server asks GitHub for it, so this comes last. */
  private static String github(ServerApi api) throws IOException, InterruptedException {
    ServerApi.Reply reply = api.get("/api/v1/github");
    JsonNode body = reply.body();
    if (reply.status() != 200 || body == null) {
      return "GitHub: " + reply.problem();
    }
    String problem = body.path("problem").asString("");
    String login = body.path("login").asString("");
    return !problem.isEmpty()
        ? "GitHub: " + problem
        : login.isEmpty() ? "GitHub: no credentials are given" : "GitHub: " + login;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Optional<ServerApi> found = home.server(env);
    if (found.isEmpty()) {
      return Main.NO_SERVER;
    }
    ServerApi api = found.get();
    ServerApi.Reply ready = api.get("/readyz");
    out.println("Running as process " + api.server().process().pid() + " at " + api.server().url());
    out.println(ready.status() == 200 ? "Ready." : "Not ready: " + ready.body());
    for (String state : new String[] {"open", "escalated"}) {
      ServerApi.Reply page = api.get("/api/v1/incidents?limit=20&state=" + state);
      JsonNode body = page.body();
      JsonNode items = body == null ? null : body.get("items");
      if (page.status() != 200 || body == null || items == null) {
        out.println(state + " incidents: " + page.problem());
        continue;
      }
      out.println(
          state + " incidents: " + items.size() + (body.path("next").isNull() ? "" : " and more"));
      for (JsonNode item : items) {
        out.println(
            "  "
                + item.path("id").asString("")
                + "  "
                + item.path("repository").asString("")
                + "  "
                + item.path("ref").asString("").replaceAll("\\p{Cntrl}", "?")
                + "  "
                + item.path("category").asString("")
                + "  "
                + item.path("phase").asString(""));
      }
    }
    out.println(github(api));
    return ready.status() == 200 ? 0 : 1;
  }
}
