package io.closedloop.core.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.jspecify.annotations.Nullable;

/**
 * The change of one file as {@code git apply} reads it.
 *
 * @param text the diff with its header; empty when nothing changed
 * @param added lines that came
 * @param removed lines that went
 */
public record UnifiedDiff(String text, int added, int removed) {
  private static final String NOWHERE = "/dev/null";

  /**
   * The difference of two texts.
   *
   * @param path of the file in the repository
   * @param before null when there was no such file
   * @param after null when the file goes
   */
  public static UnifiedDiff of(String path, @Nullable String before, @Nullable String after) {
    RawText old = raw(before);
    RawText now = raw(after);
    EditList edits = edits(old, now);
    int added = 0;
    int removed = 0;
    for (Edit edit : edits) {
      added += edit.getLengthB();
      removed += edit.getLengthA();
    }
    boolean same = edits.isEmpty() && (before == null) == (after == null);
    return new UnifiedDiff(
        same ? "" : header(path, before, after, edits.isEmpty()) + hunks(edits, old, now),
        added,
        removed);
  }

  /**
   * Without a fallback for repetitive regions, which would be quadratic on a hostile text: such a
   * region is replaced whole.
   */
  private static EditList edits(RawText old, RawText now) {
    HistogramDiff algorithm = new HistogramDiff();
    algorithm.setFallbackAlgorithm(null);
    return algorithm.diff(RawTextComparator.DEFAULT, old, now);
  }

  private static RawText raw(@Nullable String text) {
    return new RawText((text == null ? "" : text).getBytes(UTF_8));
  }

  private static String header(
      String path, @Nullable String before, @Nullable String after, boolean noLines) {
    String a = quoted("a/" + path);
    String b = quoted("b/" + path);
    StringBuilder header = new StringBuilder("diff --git " + a + " " + b + "\n");
    if (before == null) {
      header.append("new file mode 100644\n");
    }
    if (after == null) {
      header.append("deleted file mode 100644\n");
    }
    if (!noLines) {
      header.append("--- ").append(before == null ? NOWHERE : ended(a)).append('\n');
      header.append("+++ ").append(after == null ? NOWHERE : ended(b)).append('\n');
    }
    return header.toString();
  }

  private static String quoted(String name) {
    boolean plain = name.chars().noneMatch(c -> c == '"' || c == '\\' || Character.isISOControl(c));
    if (plain) {
      return name;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (byte b : name.getBytes(UTF_8)) {
      if (b == '"' || b == '\\') {
        quoted.append('\\').append((char) b);
      } else if (b < ' ' || b == 127) {
        quoted.append(String.format("\\%03o", b & 0xff));
      } else {
        quoted.append((char) b);
      }
    }
    return quoted.append('"').toString();
  }

  /** A tab ends a name that holds a space, as git itself writes it. */
  private static String ended(String name) {
    return name.contains(" ") ? name + "\t" : name;
  }

  private static String hunks(EditList edits, RawText old, RawText now) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DiffFormatter formatter = new DiffFormatter(out)) {
      formatter.format(edits, old, now);
      formatter.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing a diff to memory failed", e);
    }
    return out.toString(UTF_8);
  }
}
