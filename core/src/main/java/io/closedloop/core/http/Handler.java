package io.closedloop.core.http;

/** Answers the requests of one route; runs on a virtual thread and may block. */
@FunctionalInterface
public interface Handler {
  /**
   * The answer to one request.
   *
   * @throws HttpProblem for what the client should hear of; anything else becomes a 500 that tells
   *     nothing
   */
  Answer handle(Call call);
}
