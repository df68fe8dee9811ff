package io.closedloop.core.app;

import java.util.Map;
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
    System.exit(line(Place.ofThisProcess(), System.getenv()).execute(args));
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** The command line of a program that lies at this place. */
  static CommandLine line(Place place, Map<String, String> env) {
    Version version = Version.ofThisBuild();
    Bootstrap bootstrap = new Bootstrap(place, version, env);
    CommandLine line = new CommandLine(new Main());
    line.addSubcommand(new StartCommand(bootstrap, version));
    line.addSubcommand(new StopCommand(env));
    line.addSubcommand(new StatusCommand(env));
    line.addSubcommand(new ReloadCommand(env));
    line.addSubcommand(new DemoCommand(place));
    line.addSubcommand(new AnalyzeCommand(() -> OfflineEngine.of(bootstrap, env)));
    line.addSubcommand(new IngestCommand(bootstrap, env));
    line.addSubcommand(new ApproveCommand(env, true));
    line.addSubcommand(rejecting(env));
    line.addSubcommand(new DismissCommand(env));
    line.addSubcommand(new ConfigCommand(bootstrap));
    line.addSubcommand(new PluginsCommand(bootstrap));
    line.addSubcommand(new SignaturesCommand(bootstrap, env));
    line.addSubcommand(new VersionCommand(version));
    String[] words = {"closedloop " + version.program()};
    line.getCommandSpec().version(words);
    line.getSubcommands().values().forEach(command -> command.getCommandSpec().version(words));
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
