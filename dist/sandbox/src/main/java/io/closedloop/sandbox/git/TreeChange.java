package io.closedloop.sandbox.git;

import org.jspecify.annotations.Nullable;

/** A path to set in a tree; without a blob the path is removed. */
public record TreeChange(String path, int mode, @Nullable String blob) {

  /** The mode of a plain file. */
  public static final int FILE = 0100644;

  public static TreeChange file(String path, String blob) {
    return new TreeChange(path, FILE, blob);
  }

  public static TreeChange removal(String path) {
    return new TreeChange(path, FILE, null);
  }
}
