package io.closedloop.action.format;

import io.closedloop.api.Workspace.ToolResult;
import io.closedloop.testkit.FakeWorkspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Writes "a = 1" where "a = 1" stands, and complains as the real tool does. */
final class FakeFormatter implements FakeWorkspace.Tool {
  private final String checking;
  private final String complaint;

  /** Every call's arguments. */
  final List<List<String>> calls = new ArrayList<>();

  /**
   * For one tool.
   *
   * @param checking the option that makes it only look
   * @param complaint with %s for the path
   */
  FakeFormatter(String checking, String complaint) {
    this.checking = checking;
    this.complaint = complaint;
  }

  static FakeFormatter black() {
    return new FakeFormatter("--check", "would reformat %s");
  }

  static FakeFormatter isort() {
    return new FakeFormatter(
        "--check-only", "ERROR: %s Imports are incorrectly sorted and/or formatted.");
  }

  static FakeFormatter prettier() {
    return new FakeFormatter("--list-different", "%s");
  }

  @Override
  public ToolResult run(Path folder, List<String> arguments) {
    calls.add(List.copyOf(arguments));
    StringBuilder said = new StringBuilder();
    try {
      for (String argument : arguments) {
        for (Path file :
            argument.startsWith("./") ? files(folder.resolve(argument)) : List.<Path>of()) {
          String text = Files.readString(file);
          if (text.contains("  =  ") && arguments.contains(checking)) {
            said.append(complaint.formatted(folder.relativize(file.normalize()))).append('\n');
          } else {
            Files.writeString(file, text.replace("  =  ", " = "));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ToolResult(said.isEmpty() ? 0 : 1, false, "", said.toString());
  }

  private static List<Path> files(Path place) throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
