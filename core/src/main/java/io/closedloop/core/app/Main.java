package io.closedloop.core.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The entry point of the program: one command line, one exit code. */
@Command(
    name = "closedloop",
    description =
        "Closes the loop on failing CI: diagnoses, repairs or re-runs, and proves it on GitHub.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed; the reason was printed",
      "2:wrong usage",
      "69:no server is running",
      "78:problems in the settings, plugins or signatures"
    })
public final class Main implements Runnable {
  /** The exit code of a service that is not there, as in sysexits. */
  static final int NO_SERVER = 69;

  @Spec private CommandSpec spec;

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    Arrangement arrangement = new Arrangement();
    Warmup warmup = Warmup.begin(List.of(args), arrangement);
    CommandLine line = line(Place.ofThisProcess(), System.getenv(), List.of(args), arrangement);
    warmup.awaitLog();
    System.exit(line.execute(args));
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /**
   * The command line of a program that lies at this place.
   *
   * @param words what will be asked of it: only the command that the first of them names is made,
   *     since picocli takes a while to look at all of them
   * @param arrangement of the server that may be started
   */
  static CommandLine line(
      Place place, Map<String, String> env, List<String> words, Arrangement arrangement) {
    Version version = Version.ofThisBuild();
    Bootstrap bootstrap = new Bootstrap(place, version, env);
    CommandLine line = new CommandLine(new Main());
    Supplier<Bootstrap.Checked> usable =
        () ->
            OfflineEngine.usable(
                bootstrap,
                env,
                new Bootstrap.Choice(null, null, null, null, Map.of()),
                line.getErr());
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("start", () -> new StartCommand(bootstrap, version, arrangement));
    commands.put("stop", () -> new StopCommand(env));
    commands.put("status", () -> new StatusCommand(env));
    commands.put("reload", () -> new ReloadCommand(env));
    commands.put("demo", () -> new DemoCommand(place));
    commands.put(
        "analyze",
        () ->
            new AnalyzeCommand(
                () -> usable.get().engines().engine(), () -> RepositoryTools.of(usable.get())));
    commands.put("ingest", () -> new IngestCommand(bootstrap, env));
    commands.put("approve", () -> new ApproveCommand(env, true));
    commands.put("reject", () -> rejecting(env));
    commands.put("dismiss", () -> new DismissCommand(env));
    commands.put("config", () -> new ConfigCommand(bootstrap));
    commands.put("plugins", () -> new PluginsCommand(bootstrap));
    commands.put("signatures", () -> new SignaturesCommand(bootstrap, env));
    commands.put("version", () -> new VersionCommand(version));
    if (!words.isEmpty() && commands.containsKey(words.getFirst())) {
      commands.keySet().retainAll(List.of(words.getFirst()));
    }
    commands.values().forEach(command -> line.addSubcommand(command.get()));
    String[] title = {"closedloop " + version.program()};
    line.getCommandSpec().version(title);
    line.getSubcommands().values().forEach(command -> command.getCommandSpec().version(title));
    line.setExecutionExceptionHandler((problem, commandLine, _) -> {
      LoggerFactory.getLogger(Main.class).debug("command failed", problem);
      String message = problem.getMessage() == null ? problem.toString() : problem.getMessage();
      commandLine
          .getErr()
          .println(commandLine.getColorScheme().errorText("closedloop: " + message));
      commandLine.getErr().flush();
      return 1;
    });
    return line;
  }

  /** The same command with the other answer, under its own name. */
  private static CommandLine rejecting(Map<String, String> env) {
    CommandLine reject = new CommandLine(new ApproveCommand(env, false));
    reject.getCommandSpec().name("reject");
    return reject;
  }
}
