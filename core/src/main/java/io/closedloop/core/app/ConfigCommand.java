package io.closedloop.core.app;

import io.closedloop.core.config.Config;
import io.closedloop.core.config.Loaded;
import io.closedloop.core.config.Origins;
import io.closedloop.core.config.Words;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code closedloop config}: looks at the settings. */
@Command(name = "config", mixinStandardHelpOptions = true, description = "Look at the settings.")
final class ConfigCommand implements Runnable {
  private final Bootstrap bootstrap;
  @Spec private CommandSpec spec;

  ConfigCommand(Bootstrap bootstrap) {
    this.bootstrap = bootstrap;
  }

  /** How settings are printed. */
  enum Format {
    yaml,
    json
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Say what to do: closedloop config validate, or closedloop config show");
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

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Print settings with their origins; secrets are masked.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:printed",
        "1:there is no such setting",
        "2:wrong usage",
        "78:problems; all were printed"
      })
  int show(
      @Mixin HomeOptions options,
      @Option(
              names = "--effective",
              description = "Every value in force, not only those that are written somewhere.")
          boolean effective,
      @Option(
              names = "--format",
              paramLabel = "FORMAT",
              defaultValue = "yaml",
              description = "${COMPLETION-CANDIDATES}. Default: yaml, with origins as comments.")
          Format format,
      @Parameters(
              paramLabel = "KEY",
              arity = "0..1",
              description = "A section or a single setting, for example server.port.")
          @Nullable String key) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Bootstrap.Checked checked = bootstrap.check(options.choice(null));
    Loaded loaded = checked.loaded();
    Config config = loaded.config();
    if (config == null || !checked.early().isEmpty()) {
      checked.early().forEach(err::println);
      err.flush();
      return StartCommand.CONFIGURATION;
    }
    List<Origins.Setting> all = loaded.origins().settings(config);
    List<Origins.Setting> below =
        key == null ? all : all.stream().filter(s -> SettingsText.below(key, s.key())).toList();
    if (below.isEmpty() && key != null) {
      err.println(
          "There is no setting "
              + Words.quote(key)
              + "; "
              + Words.suggest(key, all.stream().map(Origins.Setting::key).toList()));
      err.flush();
      return 1;
    }
    List<Origins.Setting> shown =
        below.stream().filter(s -> effective || !s.origin().equals("default")).toList();
    out.print(
        switch (format) {
          case yaml -> SettingsText.yaml(shown);
          case json -> SettingsText.json(shown);
        });
    out.flush();
    return 0;
  }
}
