package io.closedloop.core.app;

import io.closedloop.core.http.PluginRow;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code closedloop plugins}: looks at the plugins. */
@Command(name = "plugins", mixinStandardHelpOptions = true, description = "Look at the plugins.")
final class PluginsCommand implements Runnable {
  private final Bootstrap bootstrap;
  @Spec private CommandSpec spec;

  PluginsCommand(Bootstrap bootstrap) {
    this.bootstrap = bootstrap;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: closedloop plugins list");
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the instances that plugins bring, as a start would find them.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:all plugins are sound",
        "2:wrong usage",
        "78:some are not; the problems were printed"
      })
  int list(@Mixin HomeOptions options) {
    PrintWriter out = spec.commandLine().getOut();
    Bootstrap.Checked checked = bootstrap.check(options.choice(null));
    List<PluginRow> rows = new CatalogueRows(checked.plugins().catalogue()).all();
    out.printf("%-9s %-20s %-20s %-52s %s%n", "KIND", "NAME", "TYPE", "PLUGIN", "STATE");
    for (PluginRow row : rows) {
      out.printf(
          "%-9s %-20s %-20s %-52s %s%n",
          row.kind(),
          row.name(),
          row.type(),
          row.plugin() + " " + row.version(),
          row.enabled() ? "enabled" : "disabled");
    }
    checked.plugins().notes().forEach(note -> out.println("note: " + note));
    checked.plugins().problems().forEach(spec.commandLine().getErr()::println);
    out.flush();
    return checked.plugins().problems().isEmpty() ? 0 : StartCommand.CONFIGURATION;
  }
}
