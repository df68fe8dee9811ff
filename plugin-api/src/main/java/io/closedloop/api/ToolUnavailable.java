package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/**
 * A tool, a sandbox or a checkout that a proposal needs is not to be had. The message says what is
 * missing and how to get it.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public class ToolUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is missing and what to do
   */
  public ToolUnavailable(String message) {
    super(message);
  }
}
