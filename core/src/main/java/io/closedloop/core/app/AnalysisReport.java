package io.closedloop.core.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.closedloop.api.Diagnosis;
import io.closedloop.core.diagnose.DiagnosisEngine;
import io.closedloop.core.diagnose.Explanation;
import io.closedloop.core.diagnose.ExplanationText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Prints diagnoses as {@code analyze} was asked to. */
final class AnalysisReport {
  private final AnalysisFormat format;
  private final PrintWriter out;
  private final PrintWriter err;
  private final ObjectMapper json =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
  private boolean first = true;

  /** One diagnosed log, as printed. */
  record Analysis(
      String file,
      String category,
      String subcategory,
      @Nullable String tool,
      @com.fasterxml.jackson.annotation.JsonProperty("transient") boolean transientFailure,
      double confidence,
      List<Evidence> evidence,
      String fingerprint,
      List<Diagnosis.Alternative> alternatives,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Explanation explanation) {

    record Evidence(int line, String text) {}

    static Analysis of(String file, Diagnosis diagnosis, @Nullable Explanation explanation) {
      return new Analysis(
          file,
          diagnosis.category(),
          diagnosis.subcategory(),
          diagnosis.tool(),
          diagnosis.transientFailure(),
          diagnosis.confidence(),
          diagnosis.evidence().stream().map(e -> new Evidence(e.line(), e.text())).toList(),
          diagnosis.fingerprint(),
          diagnosis.alternatives(),
          explanation);
    }
  }

  /** One log that could not be read, as printed. */
  record Unreadable(String file, String error) {}

  AnalysisReport(AnalysisFormat format, PrintWriter out, PrintWriter err) {
    this.format = format;
    this.out = out;
    this.err = err;
  }

  void begin() {
    if (format == AnalysisFormat.json) {
      out.print("[");
    }
  }

  void end() {
    if (format == AnalysisFormat.json) {
      out.println(first ? "]" : System.lineSeparator() + "]");
    }
  }

  void diagnosed(String file, DiagnosisEngine.Examined examined, boolean explain) {
    var explanation = explain ? examined.explanation() : null;
    switch (format) {
      case text -> text(file, examined.diagnosis(), explanation);
      case json, jsonl -> object(Analysis.of(file, examined.diagnosis(), explanation));
    }
  }

  void unreadable(String file, String reason) {
    switch (format) {
      case text -> err.println("closedloop: " + file + ": " + reason);
      case json, jsonl -> object(new Unreadable(file, reason));
    }
  }

  private void object(Object value) {
    if (format == AnalysisFormat.json) {
      out.print(
          (first ? "" : ",") + System.lineSeparator() + "  " + json.writeValueAsString(value));
    } else {
      out.println(json.writeValueAsString(value));
    }
    first = false;
  }

  private void text(String file, Diagnosis diagnosis, @Nullable Explanation explanation) {
    if (!first) {
      out.println();
    }
    first = false;
    diagnosis(file, diagnosis);
    if (explanation != null) {
      ExplanationText.of(explanation).forEach(line -> out.println("  | " + printable(line)));
    }
  }

  private void diagnosis(String file, Diagnosis diagnosis) {
    if (diagnosis.category().equals(Diagnosis.NONE)) {
      out.println(file + ": no failure found");
      return;
    }
    out.printf(
        Locale.ROOT,
        "%s: %s / %s%s, %s, confidence %.2f, fingerprint %s%n",
        file,
        diagnosis.category(),
        diagnosis.subcategory(),
        diagnosis.tool() == null ? "" : " (" + diagnosis.tool() + ")",
        diagnosis.transientFailure() ? "may pass by itself" : "will not pass by itself",
        diagnosis.confidence(),
        diagnosis.fingerprint());
    for (var line : diagnosis.evidence()) {
      out.printf(Locale.ROOT, "  %7d  %s%n", line.line(), printable(line.text()));
    }
    for (var other : diagnosis.alternatives()) {
      out.printf(Locale.ROOT, "  or %s, %.2f%n", other.category(), other.confidence());
    }
  }

  /** A log's line must not steer the reader's terminal. */
  static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
