package io.closedloop.core.app;

import io.closedloop.api.Diagnosis;
import io.closedloop.core.diagnose.DiagnosisEngine;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
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
  private static final String STANDARD_INPUT = "-";
  private static final int GZIP_MAGIC = 0x1f8b;

  private final Provider<DiagnosisEngine> engine;
  private final InputStream standardInput;

  @Option(
      names = "--format",
      defaultValue = "text",
      description =
          "text, json (one array) or jsonl (one object a line). Default: ${DEFAULT-VALUE}.")
  private AnalysisFormat format = AnalysisFormat.text;

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
    for (var file : files.isEmpty() ? List.of(STANDARD_INPUT) : files) {
      try {
        report.diagnosed(file, diagnose(diagnoser, file));
      } catch (IOException | java.nio.file.InvalidPathException e) {
        unreadable = true;
        report.unreadable(file, reason(e));
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

  private Diagnosis diagnose(DiagnosisEngine diagnoser, String file) throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      return diagnoser.diagnose(unzipped(standardInput), null, null, List.of());
    }
    try (var in = Files.newInputStream(Path.of(file))) {
      return diagnoser.diagnose(unzipped(in), null, null, List.of());
    }
  }

  private static InputStream unzipped(InputStream in) throws IOException {
    var buffered = new BufferedInputStream(in, 1 << 16);
    buffered.mark(2);
    int magic = buffered.read() << 8 | buffered.read();
    buffered.reset();
    return magic == GZIP_MAGIC ? new GZIPInputStream(buffered, 1 << 16) : buffered;
  }

  private static String reason(Exception e) {
    return switch (e) {
      case java.nio.file.NoSuchFileException missing -> "no such file";
      case java.nio.file.AccessDeniedException denied -> "no permission to read it";
      default -> text(e.getMessage(), e);
    };
  }

  private static String text(@Nullable String message, Exception e) {
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
