package io.closedloop.core.github;

import java.util.Base64;

/** The new content of one file of a commit. */
public final class FileContent {
  static final String PLAIN = "100644";

  private final String path;
  private final byte[] bytes;
  private final String mode;

  /**
   * @param path below the top of the repository, with slashes
   * @param mode git's mode, for example {@code 100644}
   */
  public FileContent(String path, byte[] bytes, String mode) {
    this.path = path;
    this.bytes = bytes.clone();
    this.mode = mode;
  }

  public String path() {
    return path;
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public String mode() {
    return mode;
  }

  boolean plain() {
    return mode.equals(PLAIN);
  }

  String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return path + " (" + mode + ", " + bytes.length + " bytes)";
  }
}
