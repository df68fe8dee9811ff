package io.closedloop.core.github;

import io.closedloop.api.RepoId;

/** What is known of a repository. {@code id} carries its present name, also after a renaming. */
public record RepositoryInfo(
    RepoId id, String defaultBranch, boolean isPrivate, boolean archived, boolean fork) {}
