package io.closedloop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.contract.GitHubGraphQl;
import io.closedloop.contract.GitHubRest;
import io.closedloop.sandbox.world.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * A plain HTTP client with a token; redirects are not followed. Each answer that GitHub would give
 * as JSON must look as GitHub's.
 */
final class Client {
  private static final GitHubRest REST = GitHubRest.load();
  private static final GitHubGraphQl GRAPHQL = GitHubGraphQl.load();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final String token;

  /** What came back; the body is text. */
  record Answer(int status, HttpResponse<String> response) {
    JsonNode json() {
      return Json.read(response.body().getBytes(StandardCharsets.UTF_8));
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  Client(Sandbox sandbox, String token) {
    this.base = sandbox.url();
    this.token = token;
  }

  Answer get(String path, String... headers) throws IOException, InterruptedException {
    return send(request(path, headers).GET());
  }

  Answer post(String path, JsonNode body) throws IOException, InterruptedException {
    Answer answer = send(request(path).POST(json(body)));
    if (path.equals("/graphql") && answer.status() == 200) {
      assertThat(GRAPHQL.response(body.toString(), answer.response().body())).isEmpty();
    }
    return answer;
  }

  Answer patch(String path, JsonNode body) throws IOException, InterruptedException {
    return send(request(path).method("PATCH", json(body)));
  }

  private static HttpRequest.BodyPublisher json(JsonNode body) {
    return HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body));
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(20));
    request.header("User-Agent", "test");
    request.header("Authorization", "Bearer " + token);
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return request;
  }

  /** Fetches an address as it stands, without the token. */
  Answer fetch(String url, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return send(request.GET());
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    URI uri = response.uri();
    if (uri.getPort() == base.getPort() && !uri.getPath().equals("/graphql")) {
      likeGitHub(response);
    }
    return new Answer(response.statusCode(), response);
  }

  private static void likeGitHub(HttpResponse<String> response) {
    String method = response.request().method();
    String path = response.uri().getRawPath();
    boolean json =
        response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
    if (json && REST.operation(method, path).isPresent()) {
      assertThat(REST.response(method, path, response.statusCode(), response.body()))
          .as("%s %s", method, response.uri())
          .isEmpty();
    }
  }
}
