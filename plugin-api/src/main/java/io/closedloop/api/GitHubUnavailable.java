package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/** GitHub did not answer, or refused for now. Passing by nature: the core tries again. */
@API(status = EXPERIMENTAL, since = "0.1")
public class GitHubUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was asked and what came back, without secrets
   */
  public GitHubUnavailable(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * @param message what was asked and what came back, without secrets
   */
  public GitHubUnavailable(String message) {
    super(message);
  }
}
