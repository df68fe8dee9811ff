package io.closedloop.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long pages take, and what they cost, with many incidents stored and with few. */
final class PagesBenchmark implements Benchmark {
  private static final String P50 = "p50 ms";
  private static final String P99 = "p99 ms";
  private static final String CPU = "CPU µs";
  private static final double MOST_MILLIS = 50;
  private static final int MANY = 100_000;
  private static final int FEW = 1_000;
  private static final int CONNECTIONS = 4;
  private static final int COUNT = 800;
  private static final double CPU_SECONDS = 0.4;

  @Override
  public String name() {
    return "pages";
  }

  @Override
  public String description() {
    return "list, timeline and figures with 100,000 incidents stored, against 1,000";
  }

  @Override
  public Report run(Setting setting) throws Exception {
    Path kept = setting.distribution().resolveSibling("benchmarks").resolve("homes");
    String digest = new WrittenBy(setting.distribution()).digest();
    WrittenBy.dropOthers(kept, digest);
    List<Contestant> contestants = new ArrayList<>();
    for (int incidents : List.of(Math.max(FEW, setting.scaled(MANY)), FEW)) {
      FilledHome home =
          FilledHome.of(
              kept.resolve(digest).resolve(Integer.toString(incidents)),
              incidents,
              setting.progress());
      contestants.add(
          Contestant.of("with %,d".formatted(incidents), () -> measured(home, setting)));
    }
    Results results = byKind(new Rounds(setting.rounds(), setting.progress()).run(contestants));
    String many = contestants.getFirst().name();
    String few = contestants.getLast().name();
    List<Aim> aims = new ArrayList<>();
    List<String> grown = new ArrayList<>();
    for (PageKind kind : PageKind.values()) {
      double times =
          results.median(kind.words, new Metric(CPU, many))
              / results.median(kind.words, new Metric(CPU, few));
      grown.add("%s %.2f".formatted(kind.words, times));
      if (kind != PageKind.HEALTH) {
        aims.add(
            Aim.atMost(
                "p99 of " + kind.words + ", ms",
                results.median(kind.words, new Metric(P99, many)),
                MOST_MILLIS));
      }
    }
    return new Report(
        name(),
        results,
        aims,
        List.of(
            "all kinds are asked in turn on %d connections for the times, one kind after the other for the CPU"
                .formatted(CONNECTIONS),
            "CPU %s as a multiple of that %s: %s".formatted(many, few, String.join(", ", grown))));
  }

  /** A row for each kind of page instead of one for each store. */
  private static Results byKind(Results byStore) {
    Map<String, Map<Metric, List<Double>>> rows = new LinkedHashMap<>();
    byStore
        .values()
        .forEach((store, metrics) ->
            metrics.forEach((metric, rounds) ->
                rows.computeIfAbsent(metric.name(), _ -> new LinkedHashMap<>())
                    .put(new Metric(metric.unit(), store), rounds)));
    return new Results(rows);
  }

  private static Map<Metric, Double> measured(FilledHome home, Setting setting)
      throws IOException, InterruptedException {
    try (ServerProcess server =
        ServerProcess.closedloop(setting.distribution(), home.folder(), Map.of())) {
      String output =
          Command.java(
                  PagesLoad.class,
                  List.of(
                      Integer.toString(server.port()),
                      Long.toString(server.cpu().pid()),
                      home.folder().resolve("admin-token").toString(),
                      home.list().toString(),
                      Long.toString(home.hours(7)),
                      Long.toString(home.hours(90)),
                      Integer.toString(CONNECTIONS),
                      Integer.toString(setting.scaled(COUNT)),
                      Double.toString(setting.scale() * CPU_SECONDS)))
              .output();
      Map<Metric, Double> figures = new LinkedHashMap<>();
      for (String line : output.lines().toList()) {
        String[] fields = line.split(" ", -1);
        String kind = PageKind.valueOf(fields[0]).words;
        figures.put(new Metric(kind, P50), Double.parseDouble(fields[1]));
        figures.put(new Metric(kind, P99), Double.parseDouble(fields[2]));
        figures.put(new Metric(kind, CPU), Double.parseDouble(fields[3]));
      }
      return figures;
    }
  }
}
