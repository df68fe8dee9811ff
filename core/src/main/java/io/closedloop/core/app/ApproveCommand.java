package io.closedloop.core.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code closedloop approve} and {@code reject}: a person's word on exactly what an incident
 * proposes.
 */
@Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    description = "Decide about what an incident proposes. Without --proposal it is only shown.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:not possible; the reason was printed",
      "2:wrong usage",
      "69:no server is running"
    })
final class ApproveCommand implements Callable<Integer> {
  private static final int SHORTEST = 8;
  private final Map<String, String> env;
  private final boolean approve;

  @Parameters(paramLabel = "INCIDENT", description = "The incident's id.")
  private String incident = "";

  @Option(
      names = "--proposal",
      paramLabel = "DIGEST",
      description = "The digest of the proposal as it was shown, at least 8 characters of it.")
  private @Nullable String proposal;

  @Mixin private RunningHome home = new RunningHome();

  @Spec private CommandSpec spec;

  ApproveCommand(Map<String, String> env, boolean approve) {
    this.env = env;
    this.approve = approve;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Optional<ServerApi> found = home.server(env);
    if (found.isEmpty()) {
      return Main.NO_SERVER;
    }
    if (!incident.matches("[a-z0-9]{1,40}")) {
      err.println("\"" + incident + "\" is not an incident's id.");
      return 1;
    }
    ServerApi api = found.get();
    ServerApi.Reply reply = api.get("/api/v1/incidents/" + incident);
    if (reply.status() != 200 || reply.body() == null) {
      err.println(reply.problem());
      return 1;
    }
    var waiting = reply.body().path("approval");
    String digest = waiting.path("proposal").asString("");
    if (digest.isEmpty()) {
      err.println("Incident " + incident + " waits for no approval.");
      return 1;
    }
    String given = proposal;
    if (given == null) {
      out.println(waiting.path("action").asString("") + " proposes:");
      out.println(waiting.path("preview").asString("").replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "?"));
      out.println("Proposal " + digest);
      return 0;
    }
    if (given.length() < SHORTEST || !digest.startsWith(given)) {
      err.println(
          "The incident proposes something else by now (" + digest + "); look at it again.");
      return 1;
    }
    ServerApi.Reply decided =
        api.post(
            "/api/v1/incidents/" + incident + "/approval",
            Map.of("decision", approve ? "approve" : "reject", "proposal", digest));
    if (decided.status() / 100 != 2) {
      err.println(decided.problem());
      return 1;
    }
    out.println(approve ? "Approved; the work goes on." : "Rejected; nothing is done.");
    return 0;
  }
}
