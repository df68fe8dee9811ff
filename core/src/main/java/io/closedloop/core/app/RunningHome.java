package io.closedloop.core.app;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that names a home, for commands that talk to the server running on it. */
final class RunningHome {
  @Option(
      names = "--home",
      paramLabel = "FOLDER",
      description = "The server's home. Default: $CLOSEDLOOP_HOME, else ~/.closedloop.")
  private @Nullable Path home;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** The running server; empty when there is none, which has been said then. */
  Optional<ServerApi> server(Map<String, String> env) {
    Optional<ServerApi> api = ServerApi.find(home, env);
    if (api.isEmpty()) {
      command.commandLine().getErr().println("No server of this home is running.");
    }
    return api;
  }
}
