package io.closedloop.testkit;

import io.closedloop.api.Patch;
import io.closedloop.api.ToolUnavailable;
import io.closedloop.api.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A checkout in a folder that the test owns; its tools are functions or real programs, without a
 * sandbox.
 */
public final class FakeWorkspace implements Workspace {
  private final Path folder;
  private final Map<String, String> committed = new TreeMap<>();
  private final Map<String, Installed> tools = new HashMap<>();

  /** What a tool does: it may change files in the folder. */
  @FunctionalInterface
  public interface Tool {
    /** Runs it. */
    ToolResult run(Path folder, List<String> arguments);
  }

  private record Installed(String version, Tool tool) {}

  /** A checkout in an empty folder. */
  public FakeWorkspace(Path folder) {
    this.folder = folder;
  }

  /** Adds a file as the commit has it. */
  public FakeWorkspace file(String path, String content) {
    committed.put(path, content);
    write(path, content);
    return this;
  }

  /** Installs a tool; {@link RealTool} gives one that really runs. */
  public FakeWorkspace tool(String name, String version, Tool tool) {
    tools.put(name, new Installed(version, tool));
    return this;
  }

  @Override
  public List<String> files(String glob) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .map(folder::relativize)
          .filter(matcher::matches)
          .map(path -> path.toString().replace('\\', '/'))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<String> read(String path) {
    Path file = inside(path);
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          ? Optional.of(Files.readString(file))
          : Optional.empty();
    } catch (CharacterCodingException _) {
      return Optional.empty(); // Not UTF-8: absent, as the contract says.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void write(String path, String content) {
    Path file = inside(path);
    try {
      Files.createDirectories(folder.resolve(path).normalize().getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<String> toolVersion(String tool) {
    return Optional.ofNullable(tools.get(tool)).map(Installed::version);
  }

  @Override
  public ToolResult run(String tool, List<String> arguments, Duration atMost) {
    Installed installed = tools.get(tool);
    if (installed == null) {
      throw new ToolUnavailable(tool + " is not installed in this fake workspace: call tool(…)");
    }
    return installed.tool().run(folder, arguments);
  }

  @Override
  public Patch changes() {
    TreeSet<String> paths = new TreeSet<>(committed.keySet());
    paths.addAll(files("**"));
    return new Patch(
        paths.stream()
            .map(path -> new Patch.FileChange(path, read(path).orElse(null)))
            .filter(change -> !Objects.equals(change.content(), committed.get(change.path())))
            .toList());
  }

  private Path inside(String path) {
    Path file = folder.resolve(path).normalize();
    if (!file.startsWith(folder.normalize()) || file.equals(folder.normalize())) {
      throw new IllegalArgumentException("not a path inside the workspace: " + path);
    }
    return file;
  }
}
