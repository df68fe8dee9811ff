package io.closedloop.core.app;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.closedloop.core.diagnose.Signature;
import io.closedloop.core.diagnose.SignatureEntry;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Prints signatures. */
final class SignatureTable {
  private SignatureTable() {}

  /** A signature as printed. */
  record Row(
      String id,
      String category,
      String subcategory,
      @Nullable String tool,
      @JsonProperty("transient") String passes,
      int weight,
      @JsonProperty("source_kind") String sourceKind,
      String source,
      String file) {
    static Row of(SignatureEntry entry) {
      var signature = entry.signature();
      return new Row(
          signature.id(),
          signature.category(),
          signature.subcategory(),
          signature.tool(),
          SignatureTable.passes(signature),
          signature.weight(),
          entry.sourceKind(),
          entry.source(),
          entry.file());
    }
  }

  /** All rows, and how many there are by what they come from. */
  record All(
      List<Row> signatures,
      int count,
      @JsonProperty("by_source_kind") Map<String, Long> bySourceKind) {}

  static void text(List<SignatureEntry> entries, PrintWriter out) {
    String row = "%-44s %-15s %-22s %-9s %6s %-13s %s%n";
    out.printf(row, "ID", "CATEGORY", "TOOL", "TRANSIENT", "WEIGHT", "SOURCE", "FILE");
    for (var entry : entries) {
      var s = entry.signature();
      out.printf(
          row,
          s.id(),
          s.category(),
          s.tool() == null ? "-" : s.tool(),
          passes(s),
          s.weight(),
          entry.sourceKind(),
          entry.file());
    }
    out.println(
        entries.size()
            + " signatures"
            + bySourceKind(entries).entrySet().stream()
                .map(e -> e.getValue() + " by " + e.getKey())
                .collect(Collectors.joining(", ", entries.isEmpty() ? "" : ": ", ".")));
  }

  static void json(List<SignatureEntry> entries, PrintWriter out) {
    out.println(
        JsonMapper.builder()
            .build()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(
                new All(
                    entries.stream().map(Row::of).toList(),
                    entries.size(),
                    bySourceKind(entries))));
  }

  private static Map<String, Long> bySourceKind(List<SignatureEntry> entries) {
    return entries.stream()
        .collect(
            Collectors.groupingBy(SignatureEntry::sourceKind, TreeMap::new, Collectors.counting()));
  }

  static void one(SignatureEntry entry, PrintWriter out) {
    var s = entry.signature();
    out.println(s.category() + "/" + s.id());
    line(out, "file", entry.file() + ":" + entry.line());
    line(out, "subcategory", s.subcategory());
    line(out, "tool", s.tool() == null ? "-" : s.tool());
    line(out, "transient", passes(s));
    line(out, "weight", Integer.toString(s.weight()));
    line(out, "pattern", s.pattern().pattern());
    s.literals().forEach(literal -> line(out, "literal", literal));
    s.command().forEach(command -> line(out, "command", command));
    s.captures().forEach(name -> line(out, "captures", name));
    entry.positive().forEach(example -> line(out, "positive", example));
    entry.negative().forEach(example -> line(out, "negative", example));
    line(out, "source", entry.sourceKind() + ": " + entry.source());
  }

  /** As the file says it: yes, no or history. */
  private static String passes(Signature signature) {
    return signature.passes().name().toLowerCase(Locale.ROOT);
  }

  private static void line(PrintWriter out, String name, String text) {
    out.printf("  %-12s %s%n", name, AnalysisReport.printable(text));
  }
}
