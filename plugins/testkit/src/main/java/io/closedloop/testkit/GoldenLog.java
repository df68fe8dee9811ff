package io.closedloop.testkit;

import io.closedloop.api.Evidence;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A recorded log of a real tool, kept as a resource beside the test that uses it. */
public record GoldenLog(String name, List<String> lines) {
  public GoldenLog {
    lines = List.copyOf(lines);
  }

  /**
   * Reads a resource as {@link Class#getResourceAsStream} finds it.
   *
   * @throws IllegalArgumentException when it is absent or empty
   */
  public static GoldenLog of(Class<?> test, String name) {
    try (InputStream in = test.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name + " beside " + test.getName());
      }
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      if (lines.isEmpty()) {
        throw new IllegalArgumentException("the golden log " + name + " is empty");
      }
      return new GoldenLog(name, lines);
    } catch (IOException e) {
      throw new UncheckedIOException("could not read the golden log " + name, e);
    }
  }

  /** The whole log as evidence. */
  public Evidence asEvidence() {
    return Evidence.ofLog(List.of(new Evidence.Excerpt(1, lines)));
  }
}
