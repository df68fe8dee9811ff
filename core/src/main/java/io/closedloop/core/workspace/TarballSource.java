package io.closedloop.core.workspace;

import java.io.IOException;
import java.io.InputStream;

/** Where the repository at one commit comes from, as GitHub's {@code tar.gz}. */
@FunctionalInterface
public interface TarballSource {

  /** Begins the download; the caller closes it. */
  InputStream open() throws IOException;
}
