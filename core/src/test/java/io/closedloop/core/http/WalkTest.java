package io.closedloop.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Secret;
import io.closedloop.core.intake.WebhookSignature;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks every declared route everything that a caller may get right or wrong. */
class WalkTest {
  private static final Map<Role, String> TOKENS =
      Map.of(
          Role.ADMIN, TestServer.TOKEN,
          Role.VIEWER, TestServer.VIEWER,
          Role.OPERATOR, TestServer.OPERATOR,
          Role.APPROVER, TestServer.APPROVER);
  private static final List<String> HOSTILE =
      List.of(
          "zzz",
          "%2e%2e",
          "%2e%2e%2f%2e%2e%2fetc",
          "%00",
          "a%00b",
          "%0d%0aSet-Cookie:x",
          "%27%20OR%201=1--",
          "%3Cscript%3E",
          "%F0%9F%92%A9",
          "a".repeat(3000));
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  @TempDir Path folder;
  private TestServer server;
  private List<Route> routes;
  private Described described;
  private final Map<String, List<Good>> good = new LinkedHashMap<>();
  private String id = "";

  /** A request that is right, and the status that it is answered with. */
  private record Good(String path, String type, String body, int status) {}

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(folder);
    routes = server.injector.getInstance(Routes.class).all();
    described = new Described(server.get("/api/v1/openapi.json").body());
    Samples samples = new Samples(server);
    id = samples.recovered(Samples.failure("main")).id();
    String escalated = samples.escalated(Samples.failure("other")).id();
    String waiting = samples.awaitingApproval(Samples.failure("a")).id();
    String alsoWaiting = samples.awaitingApproval(Samples.failure("b")).id();
    server.plugins.add(
        new PluginRow("action", "x", "x", "plugin", "1", true, List.of("uses java.net")));
    String decision = "{\"decision\":\"approve\",\"proposal\":\"" + Samples.DIGEST + "\"}";
    get("/", "/", "/?state=recovered");
    get("/incidents", "/incidents");
    get("/incidents/{id}", "/incidents/" + id, "/incidents/" + waiting);
    get("/incidents/{id}/changes", "/incidents/" + id + "/changes");
    get("/api/v1/incidents/{id}/changes", "/api/v1/incidents/" + id + "/changes");
    get("/analysis", "/analysis", "/analysis?repository=octo/shop&window_hours=24");
    get("/api/v1/analysis", "/api/v1/analysis?repository=octo/shop");
    get("/kpis", "/kpis", "/kpis?window_hours=24&repository=octo/shop");
    get("/outages", "/outages");
    get("/deliveries", "/deliveries");
    get("/plugins", "/plugins");
    get("/api", "/api");
    get("/assets/style.css", "/assets/style.css?v=0a");
    get("/assets/icon.svg", "/assets/icon.svg");
    get("/healthz", "/healthz");
    get("/readyz", "/readyz");
    get("/metrics", "/metrics");
    get("/api/v1/openapi.json", "/api/v1/openapi.json");
    get("/api/v1/plugins", "/api/v1/plugins");
    get("/api/v1/outages", "/api/v1/outages");
    get("/api/v1/tests", "/api/v1/tests", "/api/v1/tests?repository=octo/shop&limit=1");
    get("/api/v1/failed-jobs", "/api/v1/failed-jobs", "/api/v1/failed-jobs?limit=1");
    get("/api/v1/deliveries", "/api/v1/deliveries?limit=200", "/api/v1/deliveries?limit=1");
    get("/api/v1/github", "/api/v1/github");
    server.configuration.rows.add(
        new Configuration.Row("server.port", 8080, "shipped default", null));
    get("/api/v1/configuration", "/api/v1/configuration", "/api/v1/configuration?key=server.port");
    get("/api/v1/kpis", "/api/v1/kpis", "/api/v1/kpis?category=quality_gates&window_hours=8784");
    get(
        "/api/v1/incidents",
        "/api/v1/incidents",
        "/api/v1/incidents?limit=1&state=open&repository=octo/shop&category=quality_gates");
    get(
        "/api/v1/incidents/{id}",
        "/api/v1/incidents/" + id,
        "/api/v1/incidents/" + escalated,
        "/api/v1/incidents/" + waiting);
    String json = "application/json";
    post(
        "/api/v1/incidents/{id}/approval",
        "/api/v1/incidents/" + waiting + "/approval",
        json,
        decision,
        200);
    post(
        "/api/v1/incidents/{id}/dismissal",
        "/api/v1/incidents/" + escalated + "/dismissal",
        json,
        "{}",
        200);
    post(
        "/incidents/{id}/approval",
        "/incidents/" + alsoWaiting + "/approval",
        "application/x-www-form-urlencoded",
        "decision=reject&proposal=" + Samples.DIGEST + "&token=" + TestServer.APPROVER,
        303);
    post("/api/v1/configuration/reload", "/api/v1/configuration/reload", "", "", 200);
    post("/webhooks/github", "/webhooks/github", json, "{}", 202);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void get(String template, String... paths) {
    good.put(
        "GET " + template,
        List.of(paths).stream().map(path -> new Good(path, "", "", 200)).toList());
  }

  private void post(String template, String path, String type, String body, int status) {
    good.put("POST " + template, List.of(new Good(path, type, body, status)));
  }

  @Test
  void everyRouteIsWalked() {
    assertThat(good.keySet())
        .containsExactlyInAnyOrderElementsOf(
            routes.stream().map(route -> route.method() + " " + route.template()).toList());
  }

  @Test
  void whatIsRightIsAnsweredAsDescribed() throws Exception {
    for (Route route : routes) {
      for (Good one : examples(route)) {
        HttpResponse<String> response = server.send(withAdmin(request(one, route), route));
        assertThat(response.statusCode()).as(one.path() + response.body()).isEqualTo(one.status());
        asDescribed(route, response);
        safe(response);
      }
    }
  }

  @Test
  void onlyTokensOfTheRoleOpenTheApi() throws Exception {
    for (Route route : routes) {
      if (!(route.access() instanceof Access.Api(Role needed))) {
        continue;
      }
      Good one = examples(route).getFirst();
      for (String authorization :
          List.of(
              "", "Bearer", "Bearer wrong", "Basic " + basic(TestServer.TOKEN), TestServer.TOKEN)) {
        HttpRequest.Builder request = request(one, route);
        if (!authorization.isEmpty()) {
          request.header("Authorization", authorization);
        }
        HttpResponse<String> response = server.send(request);
        problem(route, response, 401);
        assertThat(TestServer.header(response, "WWW-Authenticate")).startsWith("Bearer ");
      }
      for (Role role : Role.values()) {
        HttpResponse<String> response =
            server.send(request(one, route).header("Authorization", "Bearer " + TOKENS.get(role)));
        if (role.includes(needed)) {
          assertThat(response.statusCode()).as(route.template() + role).isIn(200, 409);
        } else {
          problem(route, response, 403);
        }
      }
    }
  }

  @Test
  void pagesAskForATokenBehindAProxyAndFormsAlways() throws Exception {
    for (Route route : routes) {
      Good one = examples(route).getFirst();
      if (route.access() instanceof Access.Page) {
        problem(route, server.send(proxied(one, route)), 401);
        problem(
            route,
            server.send(proxied(one, route).header("Authorization", "Basic " + basic("no"))),
            401);
        for (String token : TOKENS.values()) {
          for (String proof : List.of("Basic " + basic(token), "Bearer " + token)) {
            assertThat(server.send(proxied(one, route).header("Authorization", proof)).statusCode())
                .isEqualTo(200);
          }
        }
      } else if (route.access() instanceof Access.Form) {
        problem(
            route, server.send(request(one, route).setHeader("Sec-Fetch-Site", "cross-site")), 403);
        for (String token : List.of("wrong", TestServer.VIEWER, TestServer.OPERATOR)) {
          Good other =
              new Good(one.path(), one.type(), one.body().replace(TestServer.APPROVER, token), 403);
          problem(route, server.send(request(other, route)), 403);
        }
        Good without =
            new Good(one.path(), one.type(), one.body().replaceAll("token=[^&]*", "token="), 401);
        problem(route, server.send(request(without, route)), 401);
      }
    }
  }

  @Test
  void otherMethodsAreRefused() throws Exception {
    for (Route route : routes) {
      List<String> declared =
          routes.stream()
              .filter(other -> other.template().equals(route.template()))
              .map(Route::method)
              .toList();
      for (String method : METHODS) {
        if (declared.contains(method)) {
          continue;
        }
        HttpResponse<String> response =
            server.send(
                withAdmin(server.to(examples(route).getFirst().path()), route)
                    .method(method, BodyPublishers.noBody()));
        problem(route, response, 405);
        assertThat(TestServer.header(response, "Allow")).contains(declared);
      }
    }
  }

  @Test
  void hostilePathsLeadNowhere() throws Exception {
    for (Route route : routes) {
      for (String hostile : route.contract().path().isEmpty() ? List.<String>of() : HOSTILE) {
        Good one = examples(route).getFirst();
        String path = route.template().replaceAll("\\{\\w+}", hostile.replace("$", ""));
        HttpResponse<String> response =
            insist(withAdmin(request(new Good(path, one.type(), one.body(), 404), route), route));
        assertThat(response.statusCode()).as(path).isIn(400, 404);
        problem(route, response, response.statusCode());
      }
    }
  }

  /**
   * What is no HTTP ends its connection; where the client was about to use it again, it learns of
   * that only by then.
   */
  private HttpResponse<String> insist(HttpRequest.Builder request) throws Exception {
    try {
      return server.send(request);
    } catch (IOException ended) {
      return server.send(request);
    }
  }

  @Test
  void queriesThatMakeNoSenseAreExplained() throws Exception {
    int asked = 0;
    for (Route route : routes) {
      Good one = examples(route).getFirst();
      String path = one.path().replaceAll("\\?.*", "");
      for (String query : bad(route)) {
        HttpResponse<String> response =
            server.send(
                withAdmin(
                    request(new Good(path + "?" + query, one.type(), one.body(), 400), route),
                    route));
        problem(route, response, 400);
        asked++;
      }
    }
    assertThat(asked).isGreaterThan(50);
  }

  private static List<String> bad(Route route) {
    List<String> bad = new ArrayList<>();
    for (Parameter parameter : route.contract().query()) {
      List<String> values =
          switch (parameter.kind()) {
            case Parameter.Kind.Whole(int least, int most, int _) ->
                List.of(
                    "" + (least - 1),
                    "" + (most + 1),
                    "-1",
                    "abc",
                    "1e9",
                    "99999999999999",
                    "0x10",
                    "1.5",
                    "%00",
                    "%2b5");
            case Parameter.Kind.Text(int longest, var _) ->
                List.of("a".repeat(longest + 1), "%00", "a%00", "a%0ab", "%F0%9F%92%A9");
            case Parameter.Kind.Word _ -> List.of("nonsense", "OPEN", "%00", "a".repeat(5000));
          };
      values.forEach(value -> bad.add(parameter.name() + "=" + value));
      bad.add(parameter.name() + "=1&" + parameter.name() + "=1");
    }
    if (route.contract().query().contains(Parameters.CURSOR)) {
      bad.addAll(List.of("cursor=nonsense", "cursor=AAAA", "cursor=bm8tbnVtYmVyOnh4"));
    }
    if (route.access() instanceof Access.Api) {
      bad.add("limits=5");
    }
    return bad;
  }

  @Test
  void bodiesThatDoNotFitAreExplained() throws Exception {
    for (Route route : routes) {
      if (!(route.access() instanceof Access.Api) || route.contract().takes() == null) {
        continue;
      }
      Good one = examples(route).getFirst();
      for (String body :
          List.of(
              "", "[", "[]", "null", "7", "{\"nonsense\":1}", "{\"by\":[]}", "[".repeat(5000))) {
        HttpResponse<String> response =
            server.send(
                withAdmin(request(new Good(one.path(), one.type(), body, 400), route), route));
        problem(route, response, 400);
      }
      problem(
          route,
          server.send(
              withAdmin(request(new Good(one.path(), "text/plain", "{}", 415), route), route)),
          415);
      problem(
          route,
          // Answered before it is read, so the client may still be sending when the connection
          // ends.
          insist(
              withAdmin(
                  request(new Good(one.path(), one.type(), " ".repeat(20_000), 413), route),
                  route)),
          413);
    }
  }

  @Test
  void wrongTokensAreCounted() throws Exception {
    server.send(server.to("/api/v1/plugins").header("Authorization", "Bearer wrong"));
    server.send(server.to("/api/v1/plugins"));
    server.send(
        server
            .to("/api/v1/incidents/" + id + "/dismissal")
            .header("Authorization", "Bearer " + TestServer.VIEWER)
            .POST(BodyPublishers.ofString("{}")));
    assertThat(server.get("/metrics").body())
        .contains("closedloop_http_refused_total{reason=\"wrong_token\"} 1.0")
        .contains("closedloop_http_refused_total{reason=\"no_token\"} 1.0")
        .contains("closedloop_http_refused_total{reason=\"role\"} 1.0");
  }

  private List<Good> examples(Route route) {
    return good.getOrDefault(route.method() + " " + route.template(), List.of());
  }

  private HttpRequest.Builder request(Good one, Route route) {
    HttpRequest.Builder request = server.to(one.path());
    if (!one.type().isEmpty()) {
      request.header("Content-Type", one.type());
    }
    if (route.access() instanceof Access.Form) {
      request.header("Sec-Fetch-Site", "same-origin");
    }
    if (route.template().equals("/webhooks/github")) {
      byte[] body = one.body().getBytes(StandardCharsets.UTF_8);
      request
          .header("X-GitHub-Event", "ping")
          .header("X-GitHub-Delivery", "d-1")
          .header(
              "X-Hub-Signature-256",
              new WebhookSignature(List.of(Secret.of(TestServer.SECRET))).sign(body));
    }
    return request.method(
        route.method(),
        route.method().equals("GET")
            ? BodyPublishers.noBody()
            : BodyPublishers.ofString(one.body()));
  }

  private HttpRequest.Builder proxied(Good one, Route route) {
    return request(one, route).header("X-Forwarded-For", "192.0.2.7");
  }

  private static HttpRequest.Builder withAdmin(HttpRequest.Builder request, Route route) {
    return route.access() instanceof Access.Api
        ? request.header("Authorization", "Bearer " + TestServer.TOKEN)
        : request;
  }

  private static String basic(String token) {
    return Base64.getEncoder().encodeToString(("me:" + token).getBytes(StandardCharsets.UTF_8));
  }

  private void problem(Route route, HttpResponse<String> response, int status) {
    String what = route.method() + " " + response.uri() + " " + response.body();
    assertThat(response.statusCode()).as(what).isEqualTo(status);
    assertThat(TestServer.header(response, "Content-Type"))
        .as(what)
        .isEqualTo("application/problem+json");
    assertThat(server.tree(response).path("status").asInt()).isEqualTo(status);
    assertThat(server.tree(response).path("title").asString()).isNotBlank();
    assertThat(server.tree(response).path("detail").asString()).isNotBlank();
    if (status != 405) {
      asDescribed(route, response);
    }
    safe(response);
  }

  private void asDescribed(Route route, HttpResponse<String> response) {
    assertThat(described.differences(route.method(), route.template(), response))
        .as(route.method() + " " + response.uri() + " " + response.statusCode())
        .isEmpty();
  }

  private static void safe(HttpResponse<String> response) {
    assertThat(response.body())
        .as(response.uri().toString())
        .doesNotContain(
            "io.closedloop.core", "\tat ", "tools.jackson", "org.sqlite", TestServer.SECRET)
        .doesNotContain(TOKENS.values());
  }
}
