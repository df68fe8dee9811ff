package io.closedloop.core.diagnose;

import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows where signatures match, whatever comes of it. */
public final class SignatureTrial {
  private SignatureTrial() {}

  /**
   * A match.
   *
   * @param kind how the line was marked: output, warning or error
   * @param step the step that printed it, null when the log does not tell
   */
  public record Match(
      String category,
      String signature,
      int line,
      String text,
      String kind,
      @Nullable String step) {}

  /** The matches in a log by line: of each signature the first and the last, if there are many. */
  public static List<Match> matches(List<Signature> signatures, InputStream log)
      throws IOException {
    var scan = new LogScan(new SignatureSet(signatures), new RecentLines());
    new LogReader().read(log, scan);
    var redactor = new Redactor();
    return scan.finish().stream()
        .sorted(Comparator.comparingInt(Hit::line))
        .map(hit ->
            new Match(
                hit.signature().category(),
                hit.signature().id(),
                hit.line(),
                redactor.redact(hit.text()),
                hit.kind().name().toLowerCase(Locale.ROOT),
                hit.step().name))
        .toList();
  }
}
