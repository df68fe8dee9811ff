package io.closedloop.core.github;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A GitHub that answers some paths with texts, and all others with 404. What is asked for a branch
 * may have an answer of its own, under {@code path?branch=NAME}.
 */
public final class ScriptedGitHub implements AutoCloseable {
  private static final Pattern BRANCH = Pattern.compile("branch=[^&]+");
  private final HttpServer server;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  public final List<String> asked = new CopyOnWriteArrayList<>();

  public ScriptedGitHub() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
    answers.put("/repos/octo/shop", "{\"default_branch\":\"main\"}");
    answers.put("/repos/octo/shop/actions/workflows/7/runs", "{\"workflow_runs\":[]}");
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What a path below the repository is answered with from now on. */
  public void on(String path, String text) {
    answers.put("/repos/octo/shop/" + path, text);
  }

  /** The path is answered with 404 from now on. */
  public void gone(String path) {
    answers.remove("/repos/octo/shop/" + path);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path);
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    Matcher branch = BRANCH.matcher(query);
    String text = branch.find() ? answers.get(path + "?" + branch.group()) : null;
    if (text == null) {
      text = answers.get(path);
    }
    byte[] body =
        (text == null ? "{\"message\":\"Not Found\"}" : text).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(text == null ? 404 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
