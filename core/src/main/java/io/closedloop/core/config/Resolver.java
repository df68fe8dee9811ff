package io.closedloop.core.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills {@code ${env:NAME}} and {@code ${file:PATH}} into values; a doubled dollar sign keeps a
 * brace plain.
 */
final class Resolver {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)}");
  private static final int LARGEST_FILE = 64_000;

  private final Map<String, String> env;

  Resolver(Map<String, String> env) {
    this.env = Map.copyOf(env);
  }

  static boolean refers(String text) {
    return REFERENCE.matcher(text).find();
  }

  /**
   * The text with every reference filled in.
   *
   * @throws Unresolved naming the reference that leads nowhere, never a value
   */
  String resolve(Node.Scalar scalar) throws Unresolved {
    Matcher matcher = REFERENCE.matcher(scalar.text());
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      @Nullable String reference = matcher.group(1);
      String value = reference == null ? "${" : lookUp(reference, scalar.at());
      matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(filled).toString();
  }

  private String lookUp(String reference, Position at) throws Unresolved {
    if (reference.startsWith("env:")) {
      String name = reference.substring("env:".length());
      @Nullable String value = env.get(name);
      if (value == null) {
        throw new Unresolved("the environment variable " + Words.quote(name) + " is not set");
      }
      return value;
    }
    if (reference.startsWith("file:")) {
      return contents(reference.substring("file:".length()), at);
    }
    throw new Unresolved(
        "${%s} is no reference; write ${env:NAME}, ${file:PATH}, or $${ for a plain ${"
            .formatted(Words.quote(reference)),
        true);
  }

  private static String contents(String name, Position at) throws Unresolved {
    try {
      Path file = Path.of(at.file()).resolveSibling(name);
      if (!Files.isRegularFile(file)) {
        throw new Unresolved("there is no file " + Words.quote(file.toString()));
      }
      if (Files.size(file) > LARGEST_FILE) {
        throw new Unresolved(
            "the file %s is larger than %d bytes"
                .formatted(Words.quote(file.toString()), LARGEST_FILE));
      }
      return Files.readString(file).stripTrailing();
    } catch (IOException | InvalidPathException e) {
      throw new Unresolved(
          "the file %s cannot be read as text (%s)"
              .formatted(Words.quote(name), e.getClass().getSimpleName()));
    }
  }

  /** A reference that leads nowhere; the message is for the operator. */
  static final class Unresolved extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean malformed;

    Unresolved(String message) {
      this(message, false);
    }

    Unresolved(String message, boolean malformed) {
      super(message);
      this.malformed = malformed;
    }

    /** Whether it is no reference at all, wherever it is read. */
    boolean malformed() {
      return malformed;
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }
}
