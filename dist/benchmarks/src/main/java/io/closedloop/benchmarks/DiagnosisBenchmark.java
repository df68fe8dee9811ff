package io.closedloop.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How right the diagnoses of labelled logs are, and how right they say they are. */
final class DiagnosisBenchmark {
  static final String NAME = "diagnosis";
  private static final double[] BINS = {0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1};
  private final JsonMapper json = JsonMapper.builder().build();
  private final List<LabelledLog> logs = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();

  /**
   * Lets the distribution diagnose the logs.
   *
   * @param folder {@code ID.log} or {@code ID.log.gz} each
   * @param labels one JSON object a line, with id, category, alt_category, transient, evidence and
   *     evidence_line_no
   */
  DiagnosisBenchmark run(Path distribution, Path folder, Path labels)
      throws IOException, InterruptedException {
    Map<String, JsonNode> wanted = new TreeMap<>();
    for (String line : Files.readAllLines(labels)) {
      if (!line.isBlank()) {
        JsonNode label = json.readTree(line);
        wanted.put(label.path("id").asString(), label);
      }
    }
    List<String> words =
        new ArrayList<>(
            List.of(
                distribution.resolve("bin/closedloop").toString(), "analyze", "--format", "jsonl"));
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> wanted.containsKey(id(file)))
          .sorted()
          .map(Path::toString)
          .forEach(words::add);
    }
    Map<String, JsonNode> said = new LinkedHashMap<>();
    for (String line : Command.of(words).output().lines().toList()) {
      JsonNode answer = json.readTree(line);
      said.put(id(Path.of(answer.path("file").asString())), answer);
    }
    judge(wanted, said);
    return this;
  }

  /** Takes labels and answers by the same ids. */
  void judge(Map<String, JsonNode> wanted, Map<String, JsonNode> said) {
    wanted.forEach((id, label) -> {
      JsonNode answer = said.get(id);
      if (answer == null) {
        missing.add(id);
      } else {
        logs.add(LabelledLog.of(label, LabelledLog.Answer.of(answer)));
      }
    });
  }

  private static String id(Path file) {
    return file.getFileName().toString().replaceFirst("\\.log(?:\\.gz)?$", "");
  }

  List<Aim> aims() {
    return List.of(
        Aim.atLeast("strict", strict().value(), 0.84),
        Aim.atLeast("lenient", lenient().value(), 0.95),
        Aim.atLeast("evidence", evidence().value(), 0.90),
        Aim.atLeast("transient F1", transientF1(), 0.88),
        Aim.atMost("false alarms", falseAlarms().value(), 1.0 / 15));
  }

  Share strict() {
    return failures(LabelledLog::strict);
  }

  Share lenient() {
    return failures(LabelledLog::lenient);
  }

  Share evidence() {
    return failures(LabelledLog::evidenceShown);
  }

  Share falseAlarms() {
    List<LabelledLog> good = logs.stream().filter(log -> !log.failed()).toList();
    return share(good, LabelledLog::saysFailure);
  }

  double transientF1() {
    long right = count(log -> log.passes() && log.answer().passes());
    long wrong = count(log -> log.passes() != log.answer().passes());
    return right == 0 ? 0 : 2.0 * right / (2 * right + wrong);
  }

  private long count(Predicate<LabelledLog> which) {
    return logs.stream().filter(LabelledLog::failed).filter(which).count();
  }

  private Share failures(Predicate<LabelledLog> right) {
    return share(logs.stream().filter(LabelledLog::failed).toList(), right);
  }

  private static Share share(List<LabelledLog> of, Predicate<LabelledLog> which) {
    return new Share(of.stream().filter(which).count(), of.size());
  }

  void print(PrintStream out) {
    out.println();
    out.print(
        table(
            List.of("right on failures", "share [95 % interval]"),
            List.of(
                List.of("strict", strict().toString()),
                List.of("lenient (either label)", lenient().toString()),
                List.of("evidence among 5 lines", evidence().toString()),
                List.of("transient, F1", Table.number(transientF1())),
                List.of(
                    "  said to pass, of those that do",
                    share(passing(), log -> log.answer().passes()).toString()),
                List.of("false alarms on successes", falseAlarms().toString()))));
    List<LabelledLog> named =
        logs.stream().filter(LabelledLog::failed).filter(LabelledLog::named).toList();
    out.println();
    out.print(
        table(
            List.of("coverage and abstention", "share [95 % interval]"),
            List.of(
                List.of("failures whose cause was named", failures(LabelledLog::named).toString()),
                List.of("  right where named", share(named, LabelledLog::lenient).toString()),
                List.of(
                    "called general: cause not known",
                    failures(log -> log.saysFailure() && !log.named()).toString()),
                List.of("failures not noticed", failures(log -> !log.saysFailure()).toString()))));
    out.println();
    out.print(reliability());
    out.println();
    logs.stream()
        .filter(log -> log.failed() && !log.lenient())
        .forEach(log ->
            out.printf(
                "wrong: %s is %s, said %s (%.2f)%n",
                log.id(), log.category(), log.answer().category(), log.answer().confidence()));
    if (!missing.isEmpty()) {
      out.println("no answer for: " + missing);
    }
  }

  private List<LabelledLog> passing() {
    return logs.stream().filter(log -> log.failed() && log.passes()).toList();
  }

  /** Where a cause was named: how sure the product was, and how often it was right. */
  Table reliability() {
    Table table = new Table(List.of("confidence", "n", "mean", "right [95 % interval]"));
    for (int i = 1; i < BINS.length; i++) {
      double from = BINS[i - 1];
      double to = i == BINS.length - 1 ? 1.01 : BINS[i];
      List<LabelledLog> bin =
          logs.stream()
              .filter(LabelledLog::named)
              .filter(log -> log.answer().confidence() >= from && log.answer().confidence() < to)
              .toList();
      table.add(
          List.of(
              Table.number(from) + " to " + Table.number(BINS[i]),
              String.valueOf(bin.size()),
              bin.isEmpty()
                  ? "-"
                  : Table.number(
                      bin.stream()
                          .mapToDouble(log -> log.answer().confidence())
                          .average()
                          .orElse(0)),
              share(bin, LabelledLog::lenient).toString()));
    }
    return table;
  }

  private static Table table(List<String> head, List<List<String>> rows) {
    Table table = new Table(head);
    rows.forEach(table::add);
    return table;
  }

  Path write(Path folder) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("benchmark", NAME);
    all.put("logs", logs.size());
    all.put("missing", missing);
    all.put("strict", strict());
    all.put("lenient", lenient());
    all.put("evidence", evidence());
    all.put("false_alarms", falseAlarms());
    all.put("aims", aims());
    return Files.write(
        Files.createDirectories(folder).resolve(NAME + ".json"), json.writeValueAsBytes(all));
  }
}
