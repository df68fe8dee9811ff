package io.closedloop.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import io.closedloop.sandbox.world.Body;
import io.closedloop.sandbox.world.World;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes each request of the API from the socket to its handler and back, as api.github.com does.
 */
public final class Front {
  private static final Logger LOG = LoggerFactory.getLogger(Front.class);
  private static final String NOBODY = "";
  private final World world;
  private final Tokens tokens;
  private final Apps apps;
  private final Faults faults;
  private final Router router;
  private final List<Seen> seen = new CopyOnWriteArrayList<>();

  public Front(World world, Tokens tokens, Apps apps, Faults faults, Router router) {
    this.world = world;
    this.tokens = tokens;
    this.apps = apps;
    this.faults = faults;
    this.router = router;
  }

  public List<Seen> seen() {
    return List.copyOf(seen);
  }

  /** What the API knows, as method and template. */
  public List<String> routes() {
    return router.declared();
  }

  /** Handles one exchange and closes it. */
  public void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().getRawPath();
      Map<String, String> headers = headers(exchange);
      Body body = Body.of(exchange.getRequestBody().readAllBytes());
      ApiRequest.Call call = new ApiRequest.Call(method, path, headers, body);
      Caller caller = caller(headers);
      String login = caller.login();
      Reply reply = reply(exchange, call, caller);
      boolean silent = reply.status() == Reply.SILENCE.status();
      boolean cut = silent || (reply.status() < 400 && faults.cuts(method, path));
      seen.add(new Seen(method, path, reply.status(), !cut, login));
      if (!cut) {
        send(exchange, reply.with("X-GitHub-Request-Id", "SB:" + seen.size()));
      }
    }
  }

  /**
   * Who asks.
   *
   * @param app what an App has shown, null for a person
   */
  private record Caller(String login, Apps.@Nullable Bearer app) {}

  private Caller caller(Map<String, String> headers) {
    String shown = headers.getOrDefault("authorization", "");
    Apps.Bearer app = apps.find(shown).orElse(null);
    return new Caller(app == null ? tokens.login(shown).orElse(NOBODY) : app.login(), app);
  }

  private Reply reply(HttpExchange exchange, ApiRequest.Call call, Caller caller) {
    Map<String, String> query;
    try {
      query = query(exchange);
    } catch (IllegalArgumentException e) {
      return new ApiProblem(400, "The query is not percent-encoded as it should be", e).reply();
    }
    return answer(call, query, caller);
  }

  private Reply answer(ApiRequest.Call call, Map<String, String> query, Caller caller) {
    String login = caller.login();
    if (call.headers().getOrDefault("user-agent", "").isBlank()) {
      return new ApiProblem(
              403,
              "Request forbidden by administrative rules. Please make sure your request has a"
                  + " User-Agent header")
          .reply();
    }
    Optional<Reply> refusal = faults.refusal(call.method(), call.path());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (login.isEmpty()) {
      boolean tried = call.headers().containsKey("authorization");
      return new ApiProblem(401, tried ? "Bad credentials" : "Requires authentication").reply();
    }
    Instant now = world.now();
    Tokens.Window before = tokens.window(login, now);
    if (before.remaining() == 0 && !call.path().equals("/rate_limit")) {
      return limited(
          new ApiProblem(403, "API rate limit exceeded for user " + login).reply(), before);
    }
    Reply reply = conditional(call, handle(call, query, caller));
    boolean free = reply.status() == 304 || call.path().equals("/rate_limit");
    return limited(reply, free ? before : tokens.count(login, now));
  }

  private Reply handle(ApiRequest.Call call, Map<String, String> query, Caller caller) {
    try {
      if (caller.app() != null) {
        apps.check(caller.app(), call.method(), call.path());
      }
      Router.Found found =
          router.find(call.method(), call.path()).orElseThrow(ApiProblem::notFound);
      return world.locked(() ->
          found
              .handler()
              .handle(
                  new ApiRequest(call, query, found.captures(), world.account(caller.login()))));
    } catch (ApiProblem problem) {
      return problem.reply();
    } catch (RuntimeException bug) {
      LOG.error("{} {} failed inside the sandbox", call.method(), call.path(), bug);
      return new ApiProblem(500, "Server Error").reply();
    }
  }

  private static Reply limited(Reply reply, Tokens.Window window) {
    Reply with = reply;
    for (Map.Entry<String, String> header : window.headers().entrySet()) {
      with = with.with(header.getKey(), header.getValue());
    }
    return with;
  }

  private static Reply conditional(ApiRequest.Call call, Reply reply) {
    if (!call.method().equals("GET") || reply.status() != 200) {
      return reply;
    }
    String tag = "W/\"" + digest(reply.body().bytes()) + "\"";
    Reply tagged = reply.with("ETag", tag).with("Cache-Control", "private, max-age=60");
    return tag.equals(call.headers().get("if-none-match"))
        ? new Reply(304, tagged.headers(), Body.none())
        : tagged;
  }

  private static String digest(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Map<String, String> headers(HttpExchange exchange) {
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    return headers;
  }

  static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new LinkedHashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        String[] parts = pair.split("=", 2);
        query.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
      }
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  static void send(HttpExchange exchange, Reply reply) throws IOException {
    reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    byte[] body = reply.body().bytes();
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
