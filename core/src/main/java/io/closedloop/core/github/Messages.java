package io.closedloop.core.github;

import io.closedloop.api.CheckRun;
import io.closedloop.api.GitHubMessages;
import io.closedloop.api.Permission;
import io.closedloop.api.RepoId;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The messages a channel may write, with the permissions it declared. */
record Messages(GitHub github, Set<Permission> declared) implements GitHubMessages {

  Messages {
    declared = Set.copyOf(declared);
  }

  @Override
  public void setStatus(
      RepoId repo,
      String sha,
      String context,
      StatusState state,
      String description,
      @Nullable String targetUrl) {
    need(Permission.STATUSES_WRITE);
    github.setStatus(repo, sha, context, state, description, targetUrl);
  }

  @Override
  public String upsertComment(RepoId repo, int pullRequest, String marker, String markdown) {
    need(Permission.PULL_REQUESTS_WRITE);
    return github.upsertComment(repo, pullRequest, marker, markdown);
  }

  @Override
  public boolean canWriteChecks() {
    return github.actsAsApp();
  }

  @Override
  public Optional<String> checkRun(RepoId repo, String sha, CheckRun run) {
    need(Permission.CHECKS_WRITE);
    return github.checkRun(repo, sha, run);
  }

  private void need(Permission permission) {
    if (!declared.contains(permission)) {
      throw new IllegalStateException(
          "the permission " + permission + " was not declared; add it to permissions()");
    }
  }
}
