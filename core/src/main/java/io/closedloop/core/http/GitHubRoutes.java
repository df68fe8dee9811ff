package io.closedloop.core.http;

import io.closedloop.core.github.GitHub;
import io.closedloop.core.github.Standing;
import jakarta.inject.Inject;
import java.util.List;

/** How we stand with GitHub: who we are there, what we may, and what it still grants. */
final class GitHubRoutes {
  private final GitHub github;
  private final JsonAnswers json;

  @Inject
  GitHubRoutes(GitHub github, JsonAnswers json) {
    this.github = github;
    this.json = json;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            "GET",
            "/api/v1/github",
            Access.api(Role.VIEWER),
            Contract.of(
                    "who we are to GitHub, installations with missing permissions, quotas and pauses")
                .answers(200, Standing.class),
            _ -> json.json(200, github.standing())));
  }
}
