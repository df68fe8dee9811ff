package io.closedloop.core.app;

import io.closedloop.core.config.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code closedloop reload}: has the running server read its settings anew. */
@Command(
    name = "reload",
    mixinStandardHelpOptions = true,
    description =
        "Have the running server read its settings and signatures anew; with any problem it keeps the old ones.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the new settings hold",
      "1:not possible; the reason was printed",
      "2:wrong usage",
      "69:no server is running",
      "78:the settings have problems; all were printed, and the old ones hold"
    })
final class ReloadCommand implements Callable<Integer> {
  private final Map<String, String> env;

  @Mixin private RunningHome home = new RunningHome();

  @Spec private CommandSpec spec;

  ReloadCommand(Map<String, String> env) {
    this.env = env;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Optional<ServerApi> api = home.server(env);
    if (api.isEmpty()) {
      return Main.NO_SERVER;
    }
    ServerApi.Reply reply = api.get().post("/api/v1/configuration/reload", Map.of());
    JsonNode body = reply.body();
    if (body == null || !body.has("applied")) {
      err.println(reply.problem());
      return 1;
    }
    List<String> problems = texts(body, "problems");
    if (!body.path("applied").asBoolean(false)) {
      problems.forEach(err::println);
      err.println(Words.count(problems.size(), "problem", "problems") + "; the old settings hold.");
      return StartCommand.CONFIGURATION;
    }
    List<String> changed = texts(body, "changed");
    out.println(changed.isEmpty() ? "Nothing has changed." : "In force now: " + listed(changed));
    List<String> waiting = texts(body, "needs_restart");
    if (!waiting.isEmpty()) {
      out.println("Needs a restart: " + listed(waiting));
    }
    return 0;
  }

  private static String listed(List<String> keys) {
    return String.join(", ", keys) + ".";
  }

  private static List<String> texts(JsonNode body, String name) {
    return StreamSupport.stream(body.path(name).spliterator(), false)
        .map(node -> node.asString(""))
        .toList();
  }
}
