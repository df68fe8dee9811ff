package io.closedloop.sandbox.rest;

import io.closedloop.sandbox.git.CommitInfo;
import io.closedloop.sandbox.http.ApiProblem;
import io.closedloop.sandbox.http.ApiRequest;
import io.closedloop.sandbox.http.Paging;
import io.closedloop.sandbox.http.Reply;
import io.closedloop.sandbox.world.Json;
import io.closedloop.sandbox.world.PullRequest;
import io.closedloop.sandbox.world.Repo;
import io.closedloop.sandbox.world.World;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What every handler needs: the world, the shapes, and GitHub's refusals. */
public record Desk(
    World world,
    Shapes shapes,
    RunShapes runShapes,
    PullShapes pullShapes,
    CheckShapes checkShapes) {

  public static Desk of(World world, String api) {
    Shapes shapes = new Shapes(api, world);
    return new Desk(
        world, shapes, new RunShapes(shapes), new PullShapes(shapes), new CheckShapes(shapes));
  }

  Repo repo(ApiRequest request) {
    return world
        .repo(request.part("owner") + "/" + request.part("repo"))
        .orElseThrow(ApiProblem::notFound);
  }

  /** The repository, if the caller may push to it. */
  Repo writable(ApiRequest request) {
    Repo repo = repo(request);
    if (!repo.mayWrite(request.caller())) {
      throw new ApiProblem(403, "Resource not accessible by personal access token");
    }
    return repo;
  }

  CommitInfo commit(Repo repo, String ref) {
    String sha =
        repo.git()
            .resolve(ref)
            .orElseThrow(() -> ApiProblem.invalid("No commit found for SHA: " + ref));
    return repo.git().reader().commit(sha);
  }

  PullRequest pull(Repo repo, long number) {
    return repo.pull(Math.toIntExact(Math.min(number, Integer.MAX_VALUE)))
        .orElseThrow(ApiProblem::notFound);
  }

  <T> Reply page(ApiRequest request, List<T> all, Function<T, ObjectNode> shape) {
    return new Paging(shapes.api(), request)
        .page(all, shown -> Json.array(shown.stream().map(shape).toList()));
  }

  /** A page in an object that also tells how many there are in all. */
  <T> Reply counted(
      ApiRequest request, String name, List<T> all, Function<T, ? extends JsonNode> shape) {
    return new Paging(shapes.api(), request)
        .page(
            all,
            shown ->
                Json.object("total_count", all.size(), name, shown.stream().map(shape).toList()));
  }
}
