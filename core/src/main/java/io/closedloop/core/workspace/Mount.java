package io.closedloop.core.workspace;

import java.nio.file.Path;

/** One thing of this machine that a confined tool sees, and where it sees it. */
sealed interface Mount {

  /** May be read. */
  record Read(Path source, String at) implements Mount {}

  /** May be written. */
  record Write(Path source, String at) implements Mount {}

  /** A symbolic link inside the sandbox. */
  record Link(String to, String at) implements Mount {}
}
