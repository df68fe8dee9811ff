package io.closedloop.core.app;

import io.closedloop.core.config.Problem;
import io.closedloop.core.diagnose.SignatureEntry;
import io.closedloop.core.diagnose.SignatureLoader;
import io.closedloop.core.diagnose.SignatureSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code closedloop signatures}: looks at signatures, and tries those of an operator. */
@Command(
    name = "signatures",
    mixinStandardHelpOptions = true,
    description = "Look at the signatures, and try your own before they are switched on.")
final class SignaturesCommand implements Runnable {
  private final Bootstrap bootstrap;
  private final Map<String, String> env;
  @Spec private CommandSpec spec;

  SignaturesCommand(Bootstrap bootstrap, Map<String, String> env) {
    this.bootstrap = bootstrap;
    this.env = env;
  }

  /** How answers are printed. */
  enum Format {
    text,
    json
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Say what to do: closedloop signatures list, show ID, or test FILE --logs LOG");
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List all signatures of plugins and operators.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:done", "1:settings or plugins have problems", "2:wrong usage"})
  int list(
      @Mixin HomeOptions options,
      @Option(names = "--category", paramLabel = "NAME", description = "Only of this category.")
          @Nullable String category,
      @Option(names = "--tool", paramLabel = "NAME", description = "Only of this tool.")
          @Nullable String tool,
      @Option(
              names = "--format",
              defaultValue = "text",
              description = "text or json. Default: ${DEFAULT-VALUE}.")
          Format format) {
    List<SignatureEntry> entries =
        entries(options).stream()
            .filter(e -> category == null || category.equals(e.signature().category()))
            .filter(e -> tool == null || tool.equalsIgnoreCase(e.signature().tool()))
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case text -> SignatureTable.text(entries, out);
      case json -> SignatureTable.json(entries, out);
    }
    out.flush();
    return 0;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show all of a signature.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:done", "1:there is none of that id", "2:wrong usage"})
  int show(
      @Mixin HomeOptions options,
      @Parameters(paramLabel = "ID", description = "The id, or category/id.") String id) {
    List<SignatureEntry> found =
        entries(options).stream()
            .filter(e ->
                id.equals(e.signature().id())
                    || id.equals(e.signature().category() + "/" + e.signature().id()))
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (found.isEmpty()) {
      spec.commandLine().getErr().println("There is no signature " + id + ".");
      return 1;
    }
    found.forEach(entry -> SignatureTable.one(entry, out));
    out.flush();
    return 0;
  }

  private List<SignatureEntry> entries(HomeOptions options) {
    return OfflineEngine.usable(bootstrap, env, options.choice(null), spec.commandLine().getErr())
        .engines()
        .entries();
  }

  @Command(
      name = "test",
      mixinStandardHelpOptions = true,
      description = {
        "Try a signature file on logs, and on the failures that the server of this home has"
            + " stored,",
        "without switching it on. Its signatures stand in for present ones of the same id."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:the file is sound and was tried",
        "1:a log or the stored failures could not be read; the rest was tried",
        "2:wrong usage",
        "78:some of its signatures are invalid; the others were tried"
      })
  int test(
      @Mixin HomeOptions options,
      @Parameters(paramLabel = "FILE", description = "The signature file.") Path file,
      @Option(
              names = "--logs",
              arity = "1..*",
              paramLabel = "LOG",
              description = "Logs, plain or gzip; - for standard input.")
          @Nullable List<String> logs,
      @Option(
              names = "--format",
              defaultValue = "text",
              description = "text or json. Default: ${DEFAULT-VALUE}.")
          Format format)
      throws IOException, InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    if (!Files.isReadable(file)) {
      err.println("closedloop: " + file + " cannot be read");
      return 1;
    }
    Bootstrap.Checked checked = OfflineEngine.check(bootstrap, env, options.choice(null));
    OfflineEngine.refuse(checked.early());
    OfflineEngine.leftOut(
        checked.engines().problems().stream()
            .filter(problem -> !same(file, problem.file()))
            .toList(),
        err);
    List<SignatureEntry> present =
        checked.engines().entries().stream().filter(e -> !same(file, e.file())).toList();
    SignatureLoader.Loaded own =
        SignatureLoader.load(
            List.of(new SignatureSource(file.toString(), null, () -> Files.newInputStream(file))),
            checked.engines().with().categories());
    List<Problem> problems = own.problems().stream().map(Engines::problem).toList();
    problems.forEach(err::println);
    var trial =
        Trial.of(
            present,
            own.entries(),
            entries -> checked.engines().with().engine(entries),
            problems,
            System.in);
    var report = new TrialReport(format, spec.commandLine().getOut(), err);
    boolean unread = !report.print(trial, logs == null ? List.of() : logs, pastOf(checked));
    return !problems.isEmpty() ? StartCommand.CONFIGURATION : unread ? 1 : 0;
  }

  private PastFailures pastOf(Bootstrap.Checked checked) {
    return new PastFailures(checked, env);
  }

  /** Whether it is the file that is tried, which may be switched on already. */
  private static boolean same(Path file, @Nullable String named) {
    try {
      return named != null
          && !named.contains("!")
          && Files.exists(Path.of(named))
          && Files.isSameFile(file, Path.of(named));
    } catch (IOException e) {
      return false;
    }
  }
}
