package io.closedloop.core.github;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.closedloop.api.RepoId;
import io.closedloop.api.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A server that answers from a script and remembers what it was asked. */
final class FakeGitHub implements AutoCloseable {
  static final RepoId REPO = new RepoId("octo", "shop");
  static final String TOKEN = "ghp_verysecret";
  static final String TOP = "/repos/octo/shop";

  /** One scripted answer; status 0 cuts the connection instead. */
  record Answer(int status, Map<String, String> headers, String body) {
    static Answer ok(String body) {
      return new Answer(200, Map.of(), body);
    }

    static Answer status(int status) {
      return new Answer(status, Map.of(), "{\"message\":\"scripted " + status + "\"}");
    }

    static Answer cut() {
      return new Answer(0, Map.of(), "");
    }

    static Answer redirect(String location) {
      return new Answer(302, Map.of("Location", location), "");
    }

    Answer with(String header, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(header, value);
      return new Answer(status, more, body);
    }
  }

  /** What was asked. */
  record Asked(String line, Map<String, String> headers, String body) {
    @Nullable String header(String name) {
      return headers.get(name.toLowerCase(java.util.Locale.ROOT));
    }
  }

  private final HttpServer server;
  private final Map<String, Deque<Answer>> script = new HashMap<>();
  private final List<Asked> asked = new ArrayList<>();
  private @Nullable Runnable meanwhile;

  FakeGitHub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /**
   * Scripts the answers to a request in order; the last one stays.
   *
   * @param line method and raw path, without the query
   */
  synchronized FakeGitHub on(String line, Answer... answers) {
    script.put(line, new ArrayDeque<>(List.of(answers)));
    return this;
  }

  /** Does this within each request. */
  synchronized void meanwhile(Runnable action) {
    meanwhile = action;
  }

  synchronized List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** Method and path with query of all requests. */
  List<String> lines() {
    return asked().stream().map(Asked::line).toList();
  }

  long count(String prefix) {
    return lines().stream().filter(line -> line.startsWith(prefix)).count();
  }

  String url(String host) {
    return "http://" + host + ":" + server.getAddress().getPort();
  }

  GitHub client(VirtualTime time) {
    return client(options(), time);
  }

  GitHub client(GitHubOptions options, VirtualTime time) {
    return new GitHub(options, time, time, new SimpleMeterRegistry());
  }

  GitHubOptions options() {
    return GitHubOptions.of(URI.create(url("127.0.0.1")), Secret.of(TOKEN), "1.2.3")
        .withWriteSpacing(Duration.ZERO);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String line = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
    String query = exchange.getRequestURI().getRawQuery();
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) ->
            headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Answer answer;
    Runnable action;
    synchronized (this) {
      asked.add(new Asked(query == null ? line : line + "?" + query, headers, body));
      Deque<Answer> answers = script.get(line);
      answer =
          answers == null
              ? Answer.status(404)
              : answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
      action = meanwhile;
    }
    if (action != null) {
      action.run();
    }
    try (exchange) {
      if (answer.status() == 0) {
        return;
      }
      answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
