package io.closedloop.core.app;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code closedloop config}: looks at the settings. */
@Command(name = "config", mixinStandardHelpOptions = true, description = "Look at the settings.")
final class ConfigCommand implements Runnable {
  private final Bootstrap bootstrap;
  @Spec private CommandSpec spec;

  ConfigCommand(Bootstrap bootstrap) {
    this.bootstrap = bootstrap;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: closedloop config validate");
  }

  @Command(
      name = "validate",
      mixinStandardHelpOptions = true,
      description =
          "Check settings, plugins and signatures as a start would, and print all problems at once.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:no problems", "2:wrong usage", "78:problems; all were printed"})
  int validate(@Mixin HomeOptions options) {
    PrintWriter out = spec.commandLine().getOut();
    Bootstrap.Checked checked = bootstrap.check(options.choice(null));
    checked.notes().forEach(note -> out.println("note: " + note));
    checked.problems().forEach(out::println);
    int problems = checked.problems().size();
    out.println(
        problems == 0 ? "No problems." : problems == 1 ? "1 problem." : problems + " problems.");
    out.flush();
    return problems == 0 ? 0 : StartCommand.CONFIGURATION;
  }
}
