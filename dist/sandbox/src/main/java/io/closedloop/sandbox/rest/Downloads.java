package io.closedloop.sandbox.rest;

import io.closedloop.sandbox.git.TarGz;
import io.closedloop.sandbox.http.FileHost;
import io.closedloop.sandbox.world.Job;
import io.closedloop.sandbox.world.Repo;
import io.closedloop.sandbox.world.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the other host serves: job logs, artifacts and source archives. */
public final class Downloads implements FileHost.Source {
  private final World world;

  public Downloads(World world) {
    this.world = world;
  }

  @Override
  public Optional<FileHost.Content> find(String path) {
    String[] parts = path.split("/", -1);
    if (parts.length != 5) {
      return Optional.empty();
    }
    return world.locked(() ->
        world
            .repo(parts[2] + "/" + parts[3])
            .flatMap(repo ->
                switch (parts[1]) {
                  case "logs" -> repo.job(Long.parseLong(parts[4])).flatMap(this::log);
                  case "artifacts" -> artifact(repo, Long.parseLong(parts[4]));
                  case "tarballs" -> Optional.of(archive(repo, parts[4]));
                  default -> Optional.empty();
                }));
  }

  private Optional<FileHost.Content> log(Job job) {
    Path log = job.state().log();
    return log == null
        ? Optional.empty()
        : Optional.of(new FileHost.Content("text/plain", out -> Files.copy(log, out)));
  }

  private static Optional<FileHost.Content> artifact(Repo repo, long id) {
    return repo.artifacts().stream()
        .filter(artifact -> artifact.id() == id)
        .findFirst()
        .map(artifact ->
            new FileHost.Content("application/zip", out -> out.write(artifact.zip().bytes())));
  }

  private static FileHost.Content archive(Repo repo, String sha) {
    String top = repo.owner().login() + "-" + repo.name() + "-" + sha.substring(0, 7);
    return new FileHost.Content(
        "application/x-gzip", out -> TarGz.write(repo.git().reader(), sha, top, out));
  }
}
