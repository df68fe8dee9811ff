package io.closedloop.core.github;

import io.closedloop.api.RepoId;

/** A branch no longer points where a write expected it; nothing was written to it. */
public final class StaleHead extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StaleHead(RepoId repo, String branch, String expected) {
    super(
        "%s: branch \"%s\" no longer points at %s: look at the new head and decide anew"
            .formatted(repo, branch, expected));
  }
}
