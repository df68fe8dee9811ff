package io.closedloop.sandbox.http;

import io.closedloop.sandbox.world.Json;

/** An answer that refuses, with GitHub's status and message. */
public final class ApiProblem extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;
  private final String text;

  public ApiProblem(int status, String message) {
    super(message);
    this.status = status;
    this.text = message;
  }

  public ApiProblem(int status, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
    this.text = message;
  }

  public static ApiProblem notFound() {
    return new ApiProblem(404, "Not Found");
  }

  public static ApiProblem invalid(String message) {
    return new ApiProblem(422, message);
  }

  Reply reply() {
    return Reply.json(
        status,
        Json.object(
            "message",
            text,
            "documentation_url",
            "https://docs.github.com/rest",
            "status",
            String.valueOf(status)));
  }
}
