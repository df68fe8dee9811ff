package io.closedloop.core.diagnose;

/** Something wrong in a signature file; {@code line} counts from 1. */
public record SignatureProblem(String file, int line, String message) {
  @Override
  public String toString() {
    return file + ":" + line + ": " + message;
  }
}
