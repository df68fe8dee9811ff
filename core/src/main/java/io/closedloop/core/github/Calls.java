package io.closedloop.core.github;

import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.RepoId;
import io.closedloop.core.github.GitHubRefused.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The forms every call takes: one answer, a list over its pages, a write that is done once, a
 * GraphQL query.
 */
record Calls(HttpUrl api, Transport transport, Identity identity) {
  private static final Pattern NEXT = Pattern.compile("<([^<>]*)>\\s*;[^<]*rel=\"next\"");

  Endpoint at(RepoId repo, String template, Object... values) {
    return Endpoint.of(api, repo, template, values);
  }

  JsonNode get(Endpoint endpoint) {
    Request request = Request.get(endpoint);
    return Parse.strict(request, told(request, transport::read));
  }

  /** Opens what GitHub hands out by redirect; the receiver closes it. */
  ResponseBody open(Endpoint endpoint) {
    return told(Request.get(endpoint), transport::open);
  }

  private <T> T told(Request request, Function<Request, T> sending) {
    try {
      return sending.apply(request);
    } catch (GitHubRefused refused) {
      throw identity.explained(request.repo(), refused);
    }
  }

  /** Empty for what does not exist. */
  Optional<JsonNode> find(Endpoint endpoint) {
    try {
      return Optional.of(get(endpoint));
    } catch (GitHubRefused e) {
      if (e.absent()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * The items of all pages up to a limit.
   *
   * @param field that holds the items, null when the answer is the array itself
   */
  <T> List<T> list(
      Endpoint endpoint, @Nullable String field, int limit, Function<JsonNode, T> item) {
    List<T> items = new ArrayList<>();
    Request request = Request.get(endpoint.with("per_page", Math.clamp(limit, 1, 100)));
    while (items.size() < limit) {
      Reply reply = told(request, transport::read);
      JsonNode page = Parse.strict(request, reply);
      List<T> found = Parse.each(field == null ? page : page.path(field), item);
      items.addAll(found);
      Optional<HttpUrl> next = next(request, reply);
      if (next.isEmpty() || found.isEmpty()) {
        break;
      }
      request = request.at(next.get());
    }
    return List.copyOf(items.subList(0, Math.min(items.size(), limit)));
  }

  JsonNode write(String method, Endpoint endpoint, Map<String, ?> body) {
    Request request = Request.of(method, endpoint, Parse.bytes(body));
    Reply reply = told(request, transport::write);
    return reply.body().size() == 0 ? Parse.lenient(reply.body()) : Parse.strict(request, reply);
  }

  /**
   * Writes, and when no answer came asks whether it was done before it writes once more.
   *
   * @param readBack the outcome when it was done, empty when it was not
   */
  <T> T once(Supplier<T> write, Supplier<Optional<T>> readBack) {
    for (boolean again = false; ; again = true) {
      RuntimeException failure;
      try {
        return write.get();
      } catch (GitHubPaused e) {
        throw e;
      } catch (GitHubUnavailable e) {
        failure = e;
      } catch (GitHubRefused | StaleHead e) {
        // Refused on the repeat: perhaps just because the first one has arrived by now.
        if (!again) {
          throw e;
        }
        failure = e;
      }
      transport.settle();
      Optional<T> done = readBack.get();
      if (done.isPresent()) {
        return done.get();
      }
      if (again) {
        throw failure;
      }
    }
  }

  /**
   * The {@code data} of a query; its errors as exceptions, GitHub's type of the error in front.
   *
   * @param repo whose rights it takes, null for none
   */
  JsonNode graphql(@Nullable RepoId repo, String query, Map<String, ?> variables) {
    Request request =
        new Request(
            "POST",
            Endpoint.GRAPHQL,
            graphqlUrl(),
            repo,
            Parse.bytes(Map.of("query", query, "variables", variables)));
    Reply reply = told(request, transport::write);
    JsonNode answer = Parse.strict(request, reply);
    JsonNode error = answer.path("errors").path(0);
    if (error.isMissingNode()) {
      return answer.path("data");
    }
    String type = Parse.text(error, "type", "");
    String message =
        "%s was refused: %s %s"
            .formatted(request, type, Refusals.plain(Parse.text(error, "message", "no message")));
    throw switch (type) {
      case "RATE_LIMITED", "RATE_LIMIT" -> transport.limited(request, reply);
      case "STALE_DATA" -> new GitHubRefused(Kind.CONFLICT, message);
      case "NOT_FOUND" -> new GitHubRefused(Kind.NOT_FOUND, message);
      case "FORBIDDEN", "INSUFFICIENT_SCOPES" ->
          identity.explained(repo, new GitHubRefused(Kind.FORBIDDEN, message));
      // An error without a type is GitHub's own trouble: it may have happened all the same.
      case "", "INTERNAL", "SERVICE_UNAVAILABLE" -> new GitHubUnavailable(message);
      default -> new GitHubRefused(Kind.INVALID, message);
    };
  }

  /** Enterprise Server serves it beside {@code /api/v3}, not below. */
  private HttpUrl graphqlUrl() {
    List<String> path = api.pathSegments();
    return path.equals(List.of("api", "v3"))
        ? api.newBuilder().encodedPath("/api/graphql").build()
        : Endpoint.of(api, Endpoint.GRAPHQL).url();
  }

  private Optional<HttpUrl> next(Request request, Reply reply) {
    String link = reply.headers().get("Link");
    Matcher matcher = NEXT.matcher(link == null ? "" : link);
    if (!matcher.find()) {
      return Optional.empty();
    }
    HttpUrl url = request.url().resolve(matcher.group(1));
    if (url == null || !transport.atHome(url)) {
      throw new GitHubUnavailable(
          "%s names a next page on %s, which is not followed: is github.api_url %s right?"
              .formatted(request, url == null ? "no address" : url.host(), api.host()));
    }
    return Optional.of(url);
  }
}
