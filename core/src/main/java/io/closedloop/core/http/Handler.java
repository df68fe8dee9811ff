package io.closedloop.core.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

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

  /** The answer, which is there when this returns unless it comes {@link #later}. */
  default CompletionStage<Answer> begin(Call call) {
    return CompletableFuture.completedStage(handle(call));
  }

  /**
   * For a route of very many requests: answers come later, and no thread waits for them.
   *
   * @param begin gives a stage that may fail with what {@link #handle} may throw
   */
  static Handler later(Function<Call, CompletionStage<Answer>> begin) {
    return new Handler() {
      @Override
      public Answer handle(Call call) {
        return begin(call).toCompletableFuture().join();
      }

      @Override
      public CompletionStage<Answer> begin(Call call) {
        return begin.apply(call);
      }
    };
  }
}
