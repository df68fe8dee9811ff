package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A pull request, as GitHub reports it.
 *
 * @param headRepo where the head lies, null when that fork is gone
 * @param maintainerCanModify whether the author lets maintainers push to the head
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record PullRequest(
    int number,
    String state,
    String title,
    String author,
    String headBranch,
    String headSha,
    @Nullable RepoId headRepo,
    String baseBranch,
    boolean maintainerCanModify,
    String url) {}
