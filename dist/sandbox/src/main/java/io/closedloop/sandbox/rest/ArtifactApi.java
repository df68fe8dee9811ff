package io.closedloop.sandbox.rest;

import static io.closedloop.sandbox.world.Json.object;

import io.closedloop.sandbox.http.ApiProblem;
import io.closedloop.sandbox.http.ApiRequest;
import io.closedloop.sandbox.http.FileHost;
import io.closedloop.sandbox.http.Reply;
import io.closedloop.sandbox.http.Router;
import io.closedloop.sandbox.world.Artifact;
import io.closedloop.sandbox.world.Repo;
import io.closedloop.sandbox.world.Run;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/** What runs left behind; steps upload none, only whoever drives the stand-in. */
public final class ArtifactApi {
  private static final Duration KEPT = Duration.ofDays(90);
  private final Desk desk;
  private final FileHost files;

  public ArtifactApi(Desk desk, FileHost files) {
    this.desk = desk;
    this.files = files;
  }

  public void declare(Router router) {
    String actions = "/repos/{owner}/{repo}/actions";
    router
        .on("GET", actions + "/runs/{run}/artifacts", this::list)
        .on("GET", actions + "/artifacts/{artifact}/{format}", this::zip);
  }

  private Reply list(ApiRequest request) {
    Run run = RunApi.find(desk, request);
    return desk.counted(
        request,
        "artifacts",
        desk.repo(request).artifacts().stream().filter(a -> a.run().equals(run)).toList(),
        artifact -> shape(desk.repo(request), artifact));
  }

  private ObjectNode shape(Repo repo, Artifact artifact) {
    String url = desk.shapes().url(repo) + "/actions/artifacts/" + artifact.id();
    return object(
        "id", artifact.id(),
        "node_id", Shapes.nodeId("A_", artifact.id()),
        "name", artifact.name(),
        "size_in_bytes", artifact.zip().bytes().length,
        "url", url,
        "archive_download_url", url + "/zip",
        "expired", false,
        "created_at", artifact.createdAt(),
        "updated_at", artifact.createdAt(),
        "expires_at", artifact.createdAt().plus(KEPT));
  }

  private Reply zip(ApiRequest request) {
    Repo repo = desk.repo(request);
    long id = request.number("artifact");
    if (!request.part("format").equals("zip")
        || repo.artifacts().stream().noneMatch(artifact -> artifact.id() == id)) {
      throw ApiProblem.notFound();
    }
    return Reply.redirect(files.link("/artifacts/" + repo.fullName() + "/" + id));
  }
}
