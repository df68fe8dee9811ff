package io.closedloop.core.app;

import io.closedloop.core.diagnose.DiagnosisEngine;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code closedloop analyze}: diagnoses logs with no server and no network. */
@Command(
    name = "analyze",
    mixinStandardHelpOptions = true,
    description = "Say what went wrong in logs, without a server and without a network.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:each log was diagnosed, whatever the diagnosis",
      "1:a file could not be read; the others were diagnosed",
      "2:wrong usage"
    })
public final class AnalyzeCommand implements Callable<Integer> {

  private final Provider<DiagnosisEngine> engine;
  private final InputStream standardInput;

  @Option(
      names = "--format",
      defaultValue = "text",
      description =
          "text, json (one array) or jsonl (one object a line). Default: ${DEFAULT-VALUE}.")
  private AnalysisFormat format = AnalysisFormat.text;

  @Option(
      names = "--explain",
      description =
          "Show which signatures matched where, how they were weighed, and why the others lost.")
  private boolean explain;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Logs, plain or gzip; - or none for standard input.")
  private List<String> files = new ArrayList<>();

  @Spec private CommandSpec spec;

  /** A command over this engine, which is asked for only when the command runs. */
  @Inject
  public AnalyzeCommand(Provider<DiagnosisEngine> engine) {
    this(engine, System.in);
  }

  AnalyzeCommand(Provider<DiagnosisEngine> engine, InputStream standardInput) {
    this.engine = engine;
    this.standardInput = standardInput;
  }

  @Override
  public Integer call() {
    var diagnoser = engine.get();
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    var report = new AnalysisReport(format, out, err);
    report.begin();
    boolean unreadable = false;
    for (var file : files.isEmpty() ? List.of(LogFile.STANDARD_INPUT) : files) {
      try {
        report.diagnosed(file, examine(diagnoser, file), explain);
      } catch (IOException | java.nio.file.InvalidPathException e) {
        unreadable = true;
        report.unreadable(file, LogFile.reason(e));
      }
    }
    report.end();
    flush(out, err);
    return unreadable ? 1 : 0;
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
