package io.closedloop.core.github;

import io.closedloop.core.github.GitHubRefused.Kind;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Turns a refusing answer into an exception that says what was asked, what GitHub said and what to
 * do.
 */
final class Refusals {
  private static final int MAX_TEXT = 300;

  private Refusals() {}

  static GitHubRefused of(Request request, Reply reply) {
    Kind kind =
        switch (reply.status()) {
          case 401 -> Kind.UNAUTHORIZED;
          case 403 -> Kind.FORBIDDEN;
          case 404 -> Kind.NOT_FOUND;
          case 409 -> Kind.CONFLICT;
          case 410 -> Kind.GONE;
          default -> Kind.INVALID;
        };
    return new GitHubRefused(
        kind,
        "%s was refused with %d \"%s\": %s"
            .formatted(request, reply.status(), said(reply), advice(request, kind, reply)));
  }

  private static String advice(Request request, Kind kind, Reply reply) {
    String needed = reply.headers().get("X-Accepted-GitHub-Permissions");
    return switch (kind) {
      case UNAUTHORIZED ->
          request.ofApp()
              ? "id and private_key of github.app do not belong together, or this machine's clock is"
                  + " wrong"
              : "the token is wrong, expired or revoked; give a new one";
      case FORBIDDEN -> needed(needed, "the token may not do this, or not in this state");
      case NO_ACCESS -> "install the App for it";
      case NOT_FOUND -> needed(needed, "it does not exist or the token may not see it");
      case GONE -> "it existed and has expired or was removed";
      case CONFLICT -> "the repository is in another state than expected; look again";
      case INVALID -> "GitHub finds the request itself wrong";
    };
  }

  private static String needed(@Nullable String permissions, String otherwise) {
    return permissions == null || permissions.isBlank()
        ? otherwise
        : otherwise + "; it takes the permission " + plain(permissions);
  }

  private static String said(Reply reply) {
    JsonNode body = Parse.lenient(reply.body());
    StringJoiner text = new StringJoiner("; ");
    text.add(Parse.text(body, "message", "no message"));
    for (JsonNode error : body.path("errors")) {
      String detail = error.isString() ? error.stringValue() : Parse.text(error, "message", "");
      if (!detail.isEmpty()) {
        text.add(detail);
      }
    }
    return plain(text.toString());
  }

  /** One line of bounded length: an answer may quote what a stranger wrote. */
  static String plain(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT) + "…";
  }
}
