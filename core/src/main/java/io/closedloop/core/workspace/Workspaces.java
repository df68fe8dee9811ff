package io.closedloop.core.workspace;

import io.closedloop.api.RepoId;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/** Opens throw-away workspaces under the home folder. */
public final class Workspaces {
  private static final String PREFIX = "commit-";

  private final WorkspaceOptions options;
  private final ToolRunner runner;

  @Inject
  public Workspaces(WorkspaceOptions options, Sandbox sandbox) {
    this.options = options;
    this.runner = new ToolRunner(sandbox, options);
  }

  /**
   * A workspace that downloads nothing until it is used.
   *
   * @param sha the full name of the commit
   * @param limit for everything done in it, from now on
   * @throws UncheckedIOException when the home folder cannot be written
   */
  public ActionWorkspace open(RepoId repository, String sha, TarballSource source, Duration limit) {
    if (!sha.matches("[0-9a-f]{40}([0-9a-f]{24})?")) {
      throw new IllegalArgumentException("not the full name of a commit: " + sha);
    }
    try {
      Path parent = Files.createDirectories(options.checkouts());
      Path folder =
          Files.createTempDirectory(
              parent,
              PREFIX,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return new ActionWorkspace(
          folder,
          new ActionWorkspace.Commit(repository.toString(), sha, source),
          runner,
          options,
          Deadline.in(limit));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no workspace can be made in " + options.checkouts() + "; is it writable?", e);
    }
  }

  /**
   * Deletes what a killed process left behind. To be called once, before the first workspace is
   * opened.
   */
  public void removeLeftovers() throws IOException {
    if (!Files.isDirectory(options.checkouts())) {
      return;
    }
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(options.checkouts(), PREFIX + "*")) {
      for (Path leftover : leftovers) {
        Removal.of(leftover);
      }
    }
  }
}
