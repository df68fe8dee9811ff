package io.closedloop.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of the benchmarks. */
@Command(
    name = "dist/benchmarks/run",
    mixinStandardHelpOptions = true,
    description = "Measures the built distribution; prints a table and writes it as JSON.")
public final class Main implements Callable<Integer> {
  /** Every benchmark there is. */
  static final List<Benchmark> ALL =
      List.of(
          new IngestBenchmark(),
          new MatcherBenchmark(),
          new LoopBenchmark(),
          new PagesBenchmark(),
          new StartupBenchmark());

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "Which benchmarks, or \"all\".")
  private List<String> names = List.of();

  @Option(names = "--rounds", description = "How often each contestant runs. Default: 5.")
  private int rounds = 5;

  @Option(
      names = "--scale",
      description = "Less than 1 for a try that only shows that it works. Default: 1.")
  private double scale = 1;

  @Option(names = "--logs", paramLabel = "DIR", description = "For diagnosis: ID.log or ID.log.gz.")
  private @Nullable Path logs;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "For diagnosis: one JSON object a line, with id, category and evidence.")
  private @Nullable Path labels;

  @Option(names = "--check", description = "End with 1 when an aim is missed.")
  private boolean check;

  /** Runs what is named and ends the process. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    String place = System.getProperty("closedloop.distribution");
    if (place == null || !Files.isDirectory(Path.of(place))) {
      throw new IllegalStateException(
          "there is no built distribution at %s; run dist/benchmarks/run".formatted(place));
    }
    boolean missed = false;
    if (names.contains(DiagnosisBenchmark.NAME)) {
      missed = diagnosis(Path.of(place)).stream().anyMatch(aim -> !aim.met());
    }
    for (Benchmark benchmark : chosen()) {
      missed |= measure(benchmark, Path.of(place)).aims().stream().anyMatch(aim -> !aim.met());
    }
    return missed && check ? 1 : 0;
  }

  private List<Aim> diagnosis(Path distribution) throws Exception {
    Path folder = logs;
    Path judgements = labels;
    if (folder == null || judgements == null) {
      throw new IllegalArgumentException(
          "diagnosis needs labelled logs: --logs DIR --labels FILE (see dist/benchmarks/README.md)");
    }
    DiagnosisBenchmark judged = new DiagnosisBenchmark().run(distribution, folder, judgements);
    judged.print(System.out);
    System.out.println("written to " + judged.write(distribution.resolveSibling("benchmarks")));
    return judged.aims();
  }

  private Report measure(Benchmark benchmark, Path distribution) throws Exception {
    try (Scratch work = new Scratch(Path.of(System.getProperty("java.io.tmpdir")))) {
      Report report =
          benchmark.run(
              new Benchmark.Setting(distribution, work.folder(), rounds, scale, System.err));
      report.print(System.out);
      Path folder = distribution.resolveSibling("benchmarks");
      System.out.println("written to " + report.write(folder));
      return report;
    }
  }

  private List<Benchmark> chosen() {
    if (names.equals(List.of("all"))) {
      return ALL;
    }
    return names.stream()
        .filter(name -> !name.equals(DiagnosisBenchmark.NAME))
        .map(name ->
            ALL.stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                    new IllegalArgumentException(
                        "there is no benchmark %s, only %s"
                            .formatted(name, ALL.stream().map(Benchmark::name).toList()))))
        .toList();
  }
}
