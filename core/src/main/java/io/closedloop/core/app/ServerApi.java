package io.closedloop.core.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The running server of a home, as the command line talks to it. */
final class ServerApi {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private final RunningServer.Alive server;
  private final Home home;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final JsonMapper json = JsonMapper.builder().build();

  private ServerApi(RunningServer.Alive server, Home home) {
    this.server = server;
    this.home = home;
  }

  /** The server of the home that options and environment name, or empty when none runs. */
  static Optional<ServerApi> find(@Nullable Path named, Map<String, String> env) {
    Home home = new Home(Home.usual(env, named));
    return new RunningServer(home).find().map(alive -> new ServerApi(alive, home));
  }

  RunningServer.Alive server() {
    return server;
  }

  Home home() {
    return home;
  }

  /** An answer; the body is null when it is no JSON. */
  record Reply(int status, @Nullable JsonNode body) {
    /** The problem's detail, or the status. */
    String problem() {
      JsonNode detail = body == null ? null : body.get("detail");
      return detail == null ? "the server answered " + status : detail.asString("");
    }
  }

  Reply get(String path) throws IOException, InterruptedException {
    return send(request(path).GET().build());
  }

  Reply post(String path, Object body) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))
            .build());
  }

  Reply deliver(String event, String deliveryId, String signature, byte[] payload)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(server.url() + "/webhooks/github"))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("X-GitHub-Event", event)
            .header("X-GitHub-Delivery", deliveryId)
            .header("X-Hub-Signature-256", signature)
            .POST(HttpRequest.BodyPublishers.ofByteArray(payload))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + home.secret(home.adminTokenFile()).reveal());
  }

  private Reply send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    String type = response.headers().firstValue("Content-Type").orElse("");
    return new Reply(
        response.statusCode(), type.contains("json") ? json.readTree(response.body()) : null);
  }
}
