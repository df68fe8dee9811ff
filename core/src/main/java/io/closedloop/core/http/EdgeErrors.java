package io.closedloop.core.http;

import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what Jetty itself refuses before any route is looked for, such as a malformed request
 * line, in our own form.
 */
final class EdgeErrors implements Request.Handler {
  private static final String ERROR_STATUS = "org.eclipse.jetty.server.error_status";
  private final JsonAnswers json;

  @Inject
  EdgeErrors(JsonAnswers json) {
    this.json = json;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    int status =
        request.getAttribute(ERROR_STATUS) instanceof Integer known ? known : response.getStatus();
    Answer answer = json.problem(status, "the request cannot be understood", "/", Map.of());
    response.setStatus(status);
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    Content.Sink.write(
        response, true, ByteBuffer.wrap(answer.body().getBytes(StandardCharsets.UTF_8)));
    callback.succeeded();
    return true;
  }
}
