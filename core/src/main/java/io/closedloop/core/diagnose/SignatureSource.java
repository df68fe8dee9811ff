package io.closedloop.core.diagnose;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A signature file and the way to open it.
 *
 * @param name what problems call the file
 * @param category the instance that the signatures speak for; null for an operator's file, which
 *     then names one itself
 * @param content opens the file; closed by the reader
 */
public record SignatureSource(String name, @Nullable String category, Content content) {

  /** Opens a file anew each time; a missing one is an {@link IOException}, never null. */
  public interface Content {
    InputStream open() throws IOException;
  }
}
