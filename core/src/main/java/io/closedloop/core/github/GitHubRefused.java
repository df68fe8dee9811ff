package io.closedloop.core.github;

/** GitHub answered with a refusal that asking again will not change. */
public final class GitHubRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of refusal. */
  public enum Kind {
    /** 401: the token is wrong or has expired. */
    UNAUTHORIZED,
    /** 403: the token lacks a permission, or the state does not allow it. */
    FORBIDDEN,
    /** The App is not installed for the repository, so nothing is known of what is in it. */
    NO_ACCESS,
    /** 404: it does not exist, or the token may not see it. */
    NOT_FOUND,
    /** 410: it existed once. */
    GONE,
    /** 409: it contradicts the state of the repository. */
    CONFLICT,
    /** 422 and other 4xx: GitHub finds the request wrong. */
    INVALID
  }

  private final Kind kind;

  GitHubRefused(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  boolean absent() {
    return kind == Kind.NOT_FOUND || kind == Kind.GONE;
  }
}
