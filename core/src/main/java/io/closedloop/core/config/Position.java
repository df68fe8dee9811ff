package io.closedloop.core.config;

/**
 * Where a piece of configuration was written.
 *
 * @param file the file as it was named to the loader, or another source such as {@code command
 *     line}
 * @param line counted from 1; 0 where lines make no sense
 */
public record Position(String file, int line) {
  static final String SHIPPED = "default";

  /** Whether only the defaults that we ship say it. */
  public boolean shipped() {
    return file.equals(SHIPPED);
  }

  @Override
  public String toString() {
    return line > 0 && !shipped() ? file + ":" + line : file;
  }
}
