package io.closedloop.core.http;

import jakarta.inject.Inject;
import java.util.Map;
import org.eclipse.jetty.server.Request;

/**
 * Turns what went wrong into an answer: a page for a browser, problem details for everybody else.
 */
final class Errors {
  private final JsonAnswers json;
  private final Pages pages;

  @Inject
  Errors(JsonAnswers json, Pages pages) {
    this.json = json;
    this.pages = pages;
  }

  Answer answer(Request request, int status, String detail, Map<String, String> more) {
    String path = Request.getPathInContext(request);
    String accept = String.valueOf(request.getHeaders().get("Accept"));
    return accept.contains("text/html") && !path.startsWith("/api/")
        ? pages.error(
            status, JsonAnswers.title(status), detail, more.getOrDefault("correlation", ""))
        : json.problem(status, detail, path, more);
  }
}
