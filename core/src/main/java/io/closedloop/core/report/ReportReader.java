package io.closedloop.core.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLStreamException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects what the reports in zipped artifacts say. Whatever does not read as a report is passed
 * over; what is too much is left out.
 */
public final class ReportReader {
  static final int MOST_ENTRIES = 2_000;

  /** How much is expanded at all, which what is passed over is as well. */
  static final long MOST_BYTES = 256L << 20;

  static final int LARGEST = 8 << 20;
  private static final int LARGEST_SARIF = 2 << 20;
  static final int MOST_TESTS = 20_000;
  static final int MOST_FINDINGS = 100;
  private static final Logger LOG = LoggerFactory.getLogger(ReportReader.class);

  private final List<TestResult> tests = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> cut = new HashSet<>();
  private int entries;
  private long left;

  /** With nothing read yet. */
  public ReportReader() {
    this(MOST_BYTES);
  }

  ReportReader(long most) {
    left = most;
  }

  /** What was read so far. */
  public Reports reports() {
    return new Reports(tests, findings, cut);
  }

  /**
   * Reads an artifact; not closed.
   *
   * @param report its name
   * @throws IOException when the stream breaks off; a broken archive is only cut short
   */
  public void artifact(String report, InputStream zipped) throws IOException {
    var zip = new ZipInputStream(zipped);
    boolean whole = false;
    try {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (++entries > MOST_ENTRIES) {
          throw new TooMuch();
        }
        entry(report, entry.getName().toLowerCase(Locale.ROOT), zip);
        // the archive would expand the rest of the entry by itself, without bounds
        new Bounded(zip, MOST_BYTES).transferTo(OutputStream.nullOutputStream());
      }
      whole = tests.size() < MOST_TESTS;
    } catch (TooMuch | ZipException | IllegalArgumentException e) {
      LOG.info("the artifact {} is not read to its end: {}", report, e.getMessage());
    } finally {
      if (!whole) {
        cut.add(report);
      }
    }
  }

  private void entry(String report, String name, InputStream zip) throws IOException {
    try {
      if (name.endsWith(".xml")) {
        JUnitXml.read(new Bounded(zip, LARGEST), report, tests, MOST_TESTS);
      } else if (name.endsWith(".sarif") || name.endsWith(".sarif.json")) {
        Sarif.read(new Bounded(zip, LARGEST_SARIF), report, findings, MOST_FINDINGS);
      }
    } catch (XMLStreamException | RuntimeException e) {
      // whatever hostile input makes of a parser: a report is never worth a diagnosis
      if (name.endsWith(".xml")) {
        cut.add(report);
      }
      LOG.debug("{} is no report: {}", name, e.getMessage());
    }
  }

  /** An entry expanded to more than is read. */
  private static final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMuch() {
      super("it expands to more than is read");
    }
  }

  /** One entry, which may expand so far and no further. */
  private final class Bounded extends InputStream {
    private final InputStream in;
    private long here;

    Bounded(InputStream in, long most) {
      this.in = in;
      here = most;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length > 0 && (here <= 0 || left <= 0)) {
        throw new TooMuch();
      }
      int read = in.read(into, offset, (int) Math.min(length, Math.min(here, left)));
      here -= Math.max(0, read);
      left -= Math.max(0, read);
      return read;
    }
  }
}
