package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Map;
import org.apiguardian.api.API;

/**
 * Reads from other systems while proposing, and sends what a channel delivers. Limited to declared
 * hosts, recorded, redacted.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Http {

  /**
   * Sends the request and waits for the answer, at most until the call's deadline.
   *
   * @throws IllegalStateException when the host was not declared
   * @throws java.io.UncheckedIOException when no answer came
   */
  Answer query(Effect.HttpCall call);

  /** An answer; the body is text of at most 1 MB. */
  record Answer(int status, Map<String, String> headers, String body) {
    public Answer {
      headers = Map.copyOf(headers);
    }
  }
}
