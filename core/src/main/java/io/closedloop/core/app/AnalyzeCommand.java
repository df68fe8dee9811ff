package io.closedloop.core.app;

import io.closedloop.api.RepoId;
import io.closedloop.core.diagnose.DiagnosisEngine;
import jakarta.inject.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code closedloop analyze}: diagnoses logs with no server and no network, or, of a repository,
 * what failed within a window, with GitHub and no server.
 */
@Command(
    name = "analyze",
    mixinStandardHelpOptions = true,
    description = {
      "Say what went wrong in logs, without a server and without a network.",
      "With --repo, say what failed in a repository within a window, without a server."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:each log was diagnosed, or the repository was read, whatever was found",
      "1:a file could not be read, and the others were diagnosed; or GitHub was not, or not allowed to be, asked",
      "2:wrong usage"
    })
public final class AnalyzeCommand implements Callable<Integer> {
  private static final int MOST_HOURS = 24 * 30;

  private final Provider<DiagnosisEngine> engine;
  private final Provider<RepositoryTools> repository;
  private final InputStream standardInput;

  @Option(
      names = "--format",
      defaultValue = "text",
      description =
          "text, json (one array) or jsonl (one object a line). Default: ${DEFAULT-VALUE}.")
  private AnalysisFormat format = AnalysisFormat.text;

  @Option(
      names = "--repo",
      paramLabel = "OWNER/NAME",
      description =
          "A repository instead of logs: totals, trend, root causes with their priority, and what"
              + " changed since green. Takes GITHUB_TOKEN, or the settings of the home. Of each run"
              + " the newest attempt is read.")
  private @Nullable String repo;

  @Option(
      names = "--lookback-hours",
      paramLabel = "HOURS",
      description =
          "With --repo: the window, which is compared with the one before. Default: ${DEFAULT-VALUE}.",
      defaultValue = "24")
  private int lookbackHours = 24;

  @Option(
      names = "--explain",
      description =
          "Of logs: show which signatures matched where, how they were weighed, and why the others lost.")
  private boolean explain;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description =
          "Logs, plain or gzip, or zip archives of logs as GitHub gives them; - or none for standard"
              + " input.")
  private List<String> files = new ArrayList<>();

  @Spec private CommandSpec spec;

  /** A command over these, which are asked for only when the command needs them. */
  AnalyzeCommand(Provider<DiagnosisEngine> engine, Provider<RepositoryTools> repository) {
    this(engine, repository, System.in);
  }

  AnalyzeCommand(
      Provider<DiagnosisEngine> engine,
      Provider<RepositoryTools> repository,
      InputStream standardInput) {
    this.engine = engine;
    this.repository = repository;
    this.standardInput = standardInput;
  }

  @Override
  public Integer call() {
    if (repo != null) {
      return repository(repo);
    }
    var diagnoser = engine.get();
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    var report = new AnalysisReport(format, out, err);
    report.begin();
    boolean readable = true;
    for (var file : files.isEmpty() ? List.of(LogFile.STANDARD_INPUT) : files) {
      try {
        for (var log : LogFile.names(file)) {
          readable &= diagnosed(diagnoser, log, report);
        }
      } catch (IOException | java.nio.file.InvalidPathException e) {
        readable = false;
        report.unreadable(file, LogFile.reason(e));
      }
    }
    report.end();
    flush(out, err);
    return readable ? 0 : 1;
  }

  private boolean diagnosed(DiagnosisEngine diagnoser, String log, AnalysisReport report) {
    try {
      report.diagnosed(log, examine(diagnoser, log), explain);
      return true;
    } catch (IOException | java.nio.file.InvalidPathException e) {
      report.unreadable(log, LogFile.reason(e));
      return false;
    }
  }

  private int repository(String name) {
    if (!files.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "give either logs or --repo, not both: " + files.getFirst());
    }
    if (explain) {
      throw new ParameterException(
          spec.commandLine(),
          "--explain tells how logs were diagnosed, and --repo shows only what came of them; give"
              + " it with the log of a job");
    }
    if (lookbackHours < 1 || lookbackHours > MOST_HOURS) {
      throw new ParameterException(
          spec.commandLine(),
          "--lookback-hours is from 1 to " + MOST_HOURS + ", not " + lookbackHours);
    }
    RepoId id;
    try {
      id = RepoId.parse(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--repo takes owner/name, not \"" + name + "\"", e);
    }
    RepositoryTools tools = repository.get();
    if (!tools.knowsGitHub()) {
      throw new IllegalStateException(
          "GitHub shows logs to nobody without a token; set GITHUB_TOKEN, or github.token in the settings");
    }
    RepositoryDocument found =
        RepositoryDocument.of(tools.reader().read(id, Duration.ofHours(lookbackHours)));
    var out = spec.commandLine().getOut();
    switch (format) {
      case text -> new RepositoryText(out).print(found);
      case json, jsonl -> out.println(found.json());
    }
    out.flush();
    return 0;
  }

  private static void flush(PrintWriter out, PrintWriter err) {
    out.flush();
    err.flush();
  }

  private DiagnosisEngine.Examined examine(DiagnosisEngine diagnoser, String file)
      throws IOException {
    try (var log = LogFile.open(file, standardInput)) {
      return diagnoser.examine(log, null, null, List.of());
    }
  }
}
