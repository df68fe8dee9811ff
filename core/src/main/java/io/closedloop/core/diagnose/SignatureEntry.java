package io.closedloop.core.diagnose;

import java.util.List;

/**
 * A signature together with where it stands and what it comes from.
 *
 * @param file what problems call the file
 * @param line where it begins, from 1
 * @param sourceKind {@code run} or {@code documentation}
 * @param source the tool and version that was run, or the document that shows it
 * @param positive lines that it matches
 * @param negative lines that it does not match
 */
public record SignatureEntry(
    Signature signature,
    String file,
    int line,
    String sourceKind,
    String source,
    List<String> positive,
    List<String> negative) {

  public SignatureEntry {
    positive = List.copyOf(positive);
    negative = List.copyOf(negative);
  }

  /** What must be unique: the category and the id within it. */
  public String key() {
    return signature.category() + "/" + signature.id();
  }

  /** Where it stands. */
  public String place() {
    return file + ":" + line;
  }
}
