package io.closedloop.core.app;

import io.closedloop.core.intake.WebhookSignature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code closedloop ingest}: feeds one payload to the running server as if GitHub had delivered it.
 */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description =
        "Feed one payload to the running server, signed with its webhook secret, as if GitHub had sent it.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it was accepted",
      "1:it was not accepted; the reason was printed",
      "2:wrong usage",
      "69:no server is running"
    })
final class IngestCommand implements Callable<Integer> {
  private final Bootstrap bootstrap;
  private final Map<String, String> env;

  @Parameters(paramLabel = "FILE", description = "The payload, as JSON.")
  private Path file = Path.of("");

  @Option(
      names = "--event",
      required = true,
      paramLabel = "NAME",
      description = "The event, for example workflow_run.")
  private String event = "";

  @Option(
      names = "--delivery",
      paramLabel = "ID",
      description = "The delivery's id; a repeated one has no second effect. Default: a new one.")
  private @Nullable String delivery;

  @Mixin private HomeOptions options = new HomeOptions();
  @Spec private CommandSpec spec;

  IngestCommand(Bootstrap bootstrap, Map<String, String> env) {
    this.bootstrap = bootstrap;
    this.env = env;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (!Files.isReadable(file)) {
      err.println(file + " cannot be read.");
      return 1;
    }
    Optional<ServerApi> api = ServerApi.find(options.home(), env);
    if (api.isEmpty()) {
      err.println("No server of this home is running; start one first.");
      return Main.NO_SERVER;
    }
    WebhookSignature signature =
        new WebhookSignature(bootstrap.webhookSecrets(options.choice(null)));
    byte[] payload = Files.readAllBytes(file);
    String id = delivery == null ? UUID.randomUUID().toString() : delivery;
    ServerApi.Reply reply = api.get().deliver(event, id, signature.sign(payload), payload);
    if (reply.status() != 202) {
      err.println("Not accepted: " + reply.problem());
      return 1;
    }
    out.println("Accepted as delivery " + id + ".");
    return 0;
  }
}
