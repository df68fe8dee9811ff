package io.closedloop.core.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.closedloop.api.Patch;
import io.closedloop.api.Patch.FileChange;
import io.closedloop.api.ToolUnavailable;
import io.closedloop.api.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The workspace of one call of an action: downloaded and unpacked on first use, deleted when
 * closed. One thread at a time; to be used on platform threads, since a sandbox ends with the
 * thread that started it.
 */
public final class ActionWorkspace implements Workspace, AutoCloseable {
  private static final long LARGEST_READ = 2_000_000;
  private static final Duration VERSION = Duration.ofSeconds(30);
  private static final Pattern VERSION_NUMBER = Pattern.compile("\\d\\.\\d");

  private final Path folder;
  private final Commit commit;
  private final ToolRunner runner;
  private final WorkspaceOptions options;
  private final Deadline deadline;
  private @Nullable Checkout checkout;
  private @Nullable String failure;
  private boolean closed;

  ActionWorkspace(
      Path folder, Commit commit, ToolRunner runner, WorkspaceOptions options, Deadline deadline) {
    this.folder = folder;
    this.commit = commit;
    this.runner = runner;
    this.options = options;
    this.deadline = deadline;
  }

  /** What is checked out, and whence. */
  record Commit(String repository, String sha, TarballSource source) {}

  @Override
  public synchronized List<String> files(String glob) {
    Glob wanted = Glob.of(glob);
    try {
      return checkout().files().entries().entrySet().stream()
          .filter(entry -> entry.getValue().isRegularFile() && wanted.matches(entry.getKey()))
          .map(Map.Entry::getKey)
          .toList();
    } catch (IOException e) {
      throw failed("listing files", e);
    }
  }

  @Override
  public synchronized Optional<String> read(String path) {
    try {
      return checkout().files().bytes(path, LARGEST_READ).flatMap(FileTree::text);
    } catch (IOException e) {
      throw failed("reading " + path, e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException for a path that leads outside, through a link, or to what is
   *     not a file
   */
  @Override
  public synchronized void write(String path, String content) {
    try {
      Path file = checkout().files().resolve(path);
      if (Files.exists(file, NOFOLLOW_LINKS) && !Files.isRegularFile(file, NOFOLLOW_LINKS)) {
        throw new IllegalArgumentException(path + " is a link or a folder and cannot be written");
      }
      Files.createDirectories(file.getParent());
      try (var out =
          Files.newOutputStream(file, CREATE, WRITE, TRUNCATE_EXISTING, NOFOLLOW_LINKS)) {
        out.write(content.getBytes(UTF_8));
      }
    } catch (IOException e) {
      throw failed("writing " + path, e);
    }
  }

  /** Asked in an empty folder, so that nothing of the repository has a say. */
  @Override
  public synchronized Optional<String> toolVersion(String tool) {
    if (!runner.has(tool)) {
      return Optional.empty();
    }
    ToolResult result = run(tool, List.of("--version"), subfolder("empty"), VERSION);
    String said = result.exitCode() == 0 ? result.out() + "\n" + result.err() : "";
    List<String> lines = said.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    // Some greet with a picture first.
    return lines.stream()
        .filter(line -> VERSION_NUMBER.matcher(line).find())
        .findFirst()
        .or(() -> lines.stream().findFirst())
        .or(() -> Optional.of(tool));
  }

  /**
   * {@inheritDoc}
   *
   * <p>A tool that was cut short has the exit code -1.
   */
  @Override
  public synchronized ToolResult run(String tool, List<String> arguments, Duration atMost) {
    return run(tool, arguments, checkout().files().root(), atMost);
  }

  private ToolResult run(String tool, List<String> arguments, Path work, Duration atMost) {
    Duration left = deadline.remaining();
    Duration cut = atMost.compareTo(left) < 0 ? atMost : left;
    return runner.run(tool, arguments, new ToolRunner.Folders(work, subfolder("root")), cut);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException when a difference is no text, naming the file
   */
  @Override
  public synchronized Patch changes() {
    try {
      return checkout().changes();
    } catch (IOException e) {
      throw failed("comparing", e);
    }
  }

  /**
   * The commit's whole tree by path, with the original texts of the files that the patch names; for
   * {@link Boundaries}.
   */
  public synchronized Map<String, Original> tree(Patch patch) {
    try {
      return checkout()
          .tree(patch.files().stream().map(FileChange::path).collect(Collectors.toSet()));
    } catch (IOException e) {
      throw failed("reading the commit", e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    Removal.of(folder);
  }

  private Checkout checkout() {
    if (closed) {
      throw new IllegalStateException("the workspace of " + commit.repository() + " is closed");
    }
    if (failure != null) {
      throw new ToolUnavailable(failure);
    }
    if (checkout == null) {
      checkout = unpack();
    }
    return checkout;
  }

  private Checkout unpack() {
    Path file = folder.resolve("commit.tar.gz");
    try {
      try (InputStream in =
          new CappedInput(
              commit.source().open(), "the archive", options.checkout().bytes(), deadline)) {
        Files.copy(in, file);
      }
      return Checkout.of(
          new Tarball(file, commit.sha(), options.checkout()), subfolder("tree"), deadline);
    } catch (IOException e) {
      failure =
          commit.repository()
              + " at "
              + commit.sha()
              + " could not be checked out: "
              + e.getMessage();
      throw new ToolUnavailable(failure);
    }
  }

  private Path subfolder(String name) {
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw failed("making a folder", e);
    }
  }

  private UncheckedIOException failed(String what, IOException cause) {
    return new UncheckedIOException(
        what + " failed in the workspace of " + commit.repository() + ": " + cause.getMessage(),
        cause);
  }
}
