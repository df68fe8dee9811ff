package io.closedloop.core.github;

import io.closedloop.api.RepoId;
import io.closedloop.api.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whose rights requests go out with. */
interface Identity {

  /**
   * What lets a request in.
   *
   * @param repo that the request is about, null for none
   */
  Grant grant(@Nullable RepoId repo);

  /**
   * Hears how a request that went out with a grant was answered.
   *
   * @param before whether this answer follows another that was worth a second try
   * @return whether the same request may fare better when it is sent again
   */
  boolean worthAnother(@Nullable RepoId repo, Grant grant, int status, boolean before);

  /** A refusal in words that say what is known here of its reason. */
  default GitHubRefused explained(@Nullable RepoId repo, GitHubRefused refused) {
    return refused;
  }

  /** One that never changes. */
  static Identity fixed(String account, @Nullable Secret bearer) {
    Grant grant = new Grant(account, bearer, Instant.EPOCH);
    return new Identity() {
      @Override
      public Grant grant(@Nullable RepoId repo) {
        return grant;
      }

      @Override
      public boolean worthAnother(@Nullable RepoId repo, Grant used, int status, boolean before) {
        return false;
      }
    };
  }
}
