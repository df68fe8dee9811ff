package io.closedloop.core.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code closedloop version}. */
@Command(name = "version", mixinStandardHelpOptions = true, description = "Print the version.")
final class VersionCommand implements Runnable {
  private final Version version;
  @Spec private CommandSpec spec;

  VersionCommand(Version version) {
    this.version = version;
  }

  @Override
  public void run() {
    spec.commandLine()
        .getOut()
        .println(
            "closedloop "
                + version.program()
                + " (plugin API "
                + version.pluginApi()
                + ", Java "
                + Runtime.version()
                + ")");
  }
}
