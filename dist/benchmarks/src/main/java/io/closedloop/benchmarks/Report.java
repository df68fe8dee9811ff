package io.closedloop.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a benchmark hands over: figures, aims, and what a reader must know beside them.
 *
 * @param name of the benchmark, as on its command line
 * @param notes such as who did not take part, and why
 */
public record Report(String name, Results results, List<Aim> aims, List<String> notes) {

  /** Prints medians, each with its spread, then aims and notes. */
  public void print(PrintStream out) {
    List<Metric> metrics = List.copyOf(results.metrics());
    List<String> head = new ArrayList<>();
    head.add(name);
    metrics.forEach(metric -> head.add(metric.toString()));
    Table table = new Table(head);
    for (String contestant : results.values().keySet()) {
      List<String> row = new ArrayList<>();
      row.add(contestant);
      metrics.forEach(metric -> row.add(cell(contestant, metric)));
      table.add(row);
    }
    out.println();
    out.print(table);
    if (!aims.isEmpty()) {
      Table judged = new Table(List.of("aim", "wanted", "measured", ""));
      for (Aim aim : aims) {
        judged.add(
            List.of(
                aim.what(),
                (aim.atLeast() ? "≥ " : "≤ ") + Table.number(aim.wanted()),
                Double.isNaN(aim.measured()) ? "-" : Table.number(aim.measured()),
                Double.isNaN(aim.measured()) ? "not measured" : aim.met() ? "met" : "missed"));
      }
      out.println();
      out.print(judged);
    }
    notes.forEach(note -> out.println("note: " + note));
  }

  private String cell(String contestant, Metric metric) {
    return results.has(contestant, metric)
        ? "%s ±%.0f%%"
            .formatted(
                Table.number(results.median(contestant, metric)),
                results.spread(contestant, metric) * 100)
        : "-";
  }

  /** Writes everything as {@code NAME.json} into the folder, which is made when missing. */
  public Path write(Path folder) throws IOException {
    Map<String, Object> contestants = new LinkedHashMap<>();
    results
        .values()
        .forEach((contestant, metrics) -> {
          Map<String, Object> members = new LinkedHashMap<>();
          metrics.forEach((metric, rounds) ->
              members.put(
                  metric.toString(),
                  Map.of("median", results.median(contestant, metric), "rounds", rounds)));
          contestants.put(contestant, members);
        });
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("benchmark", name);
    all.put("java", System.getProperty("java.runtime.version"));
    all.put("processors", Runtime.getRuntime().availableProcessors());
    all.put("contestants", contestants);
    all.put("aims", aims);
    all.put("notes", notes);
    JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    return Files.write(
        Files.createDirectories(folder).resolve(name + ".json"), json.writeValueAsBytes(all));
  }
}
