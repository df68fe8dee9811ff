package io.closedloop.core.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** Describes declared routes in OpenAPI 3.0.3. */
final class OpenApi {
  private static final String PROBLEM = "application/problem+json";
  private final Schemas schemas = new Schemas();

  /** Problem details; {@code correlation} finds the entry in the server's log. */
  record Problem(
      String type,
      String title,
      int status,
      String detail,
      String instance,
      @Nullable String correlation) {}

  private OpenApi() {}

  /** The document. */
  static Map<String, Object> of(List<Route> routes) {
    return new OpenApi().document(routes);
  }

  private Map<String, Object> document(List<Route> routes) {
    Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
    for (Route route : routes) {
      paths
          .computeIfAbsent(route.template(), _ -> new LinkedHashMap<>())
          .put(route.method().toLowerCase(Locale.ROOT), operation(route));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.0.3");
    document.put(
        "info",
        Map.of(
            "title", "closedloop",
            "version", "v1",
            "description",
                "Made from the routes that the server declares. Lists are newest first and page by key:"
                    + " pass a page's next as the parameter that continues it, until next is null."));
    document.put("paths", paths);
    document.put(
        "components",
        Map.of(
            "schemas",
            schemas.components(),
            "securitySchemes",
            Map.of(
                "bearer", Map.of("type", "http", "scheme", "bearer"),
                "password", Map.of("type", "http", "scheme", "basic"))));
    return document;
  }

  private Map<String, Object> operation(Route route) {
    Contract contract = route.contract();
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("operationId", id(route));
    operation.put("summary", contract.summary());
    operation.put("description", who(route.access()));
    operation.put("tags", List.of(tag(route.access())));
    List<Object> parameters = new ArrayList<>();
    contract.path().forEach(parameter -> parameters.add(parameter(parameter, "path")));
    contract.query().forEach(parameter -> parameters.add(parameter(parameter, "query")));
    operation.put("parameters", parameters);
    if (contract.takes() != null) {
      operation.put(
          "requestBody", Map.of("required", true, "content", content(contract.takes(), route)));
    }
    operation.put("responses", responses(route));
    operation.put("security", security(route.access()));
    return operation;
  }

  private static Map<String, Object> parameter(Parameter parameter, String in) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", parameter.name());
    all.put("in", in);
    all.put("description", parameter.description());
    all.put("required", in.equals("path"));
    all.put(
        "schema",
        switch (parameter.kind()) {
          case Parameter.Kind.Whole(int least, int most, int otherwise) ->
              Map.of("type", "integer", "minimum", least, "maximum", most, "default", otherwise);
          case Parameter.Kind.Text(int longest, var pattern) ->
              Map.of("type", "string", "maxLength", longest, "pattern", "^(?:" + pattern + ")$");
          case Parameter.Kind.Word(var words) -> Map.of("type", "string", "enum", words);
        });
    return all;
  }

  private Map<String, Object> responses(Route route) {
    Map<Integer, Payload> all = new TreeMap<>(route.contract().answers());
    for (int status : ofTheEdge(route)) {
      all.putIfAbsent(status, new Payload.Problem());
    }
    Map<String, Object> responses = new LinkedHashMap<>();
    all.forEach((status, body) -> {
      Map<String, Object> response = new LinkedHashMap<>();
      response.put("description", HttpStatus.getMessage(status));
      if (!(body instanceof Payload.Nothing)) {
        response.put("content", content(body, route));
      }
      responses.put(Integer.toString(status), response);
    });
    return responses;
  }

  /** What the edge may answer to a request for this route before or behind its handler. */
  private static List<Integer> ofTheEdge(Route route) {
    return switch (route.access()) {
      case Access.Open _ -> List.of(400, 500, 503);
      case Access.Page _ -> List.of(400, 401, 500, 503);
      case Access.Api _, Access.Form _ -> List.of(400, 401, 403, 500, 503);
    };
  }

  private Map<String, Object> content(Payload body, Route route) {
    return switch (body) {
      case Payload.Json(var type) ->
          Map.of(
              "application/json",
              Map.of(
                  "schema",
                  body.equals(route.contract().takes()) ? schemas.taken(type) : schemas.of(type)));
      case Payload.Text(String mediaType) ->
          Map.of(mediaType, Map.of("schema", Map.of("type", "string")));
      case Payload.Fields(var names) -> {
        Map<String, Object> fields = new LinkedHashMap<>();
        names.forEach(name -> fields.put(name, Map.of("type", "string")));
        yield Map.of(
            "application/x-www-form-urlencoded",
            Map.of("schema", Map.of("type", "object", "properties", fields)));
      }
      case Payload.Problem _ ->
          route.access() instanceof Access.Page || route.access() instanceof Access.Form
              ? Map.of(
                  PROBLEM,
                  Map.of("schema", schemas.taken(Problem.class)),
                  "text/html",
                  Map.of("schema", Map.of("type", "string")))
              : Map.of(PROBLEM, Map.of("schema", schemas.taken(Problem.class)));
      case Payload.Nothing _ -> Map.of();
    };
  }

  private static List<Object> security(Access access) {
    return switch (access) {
      case Access.Open _ -> List.of();
      case Access.Api _ -> List.of(Map.of("bearer", List.of()));
      case Access.Page _ ->
          List.of(Map.of(), Map.of("password", List.of()), Map.of("bearer", List.of()));
      case Access.Form _ -> List.of(Map.of(), Map.of("password", List.of()));
    };
  }

  /** What a generated client calls it, for example {@code getIncidentsById}. */
  private static String id(Route route) {
    boolean page = route.access() instanceof Access.Page || route.access() instanceof Access.Form;
    StringBuilder id = new StringBuilder(route.method().toLowerCase(Locale.ROOT));
    id.append(page ? "Page" : "");
    for (String segment : Route.segments(route.template().replaceFirst("^/(?:api/v1/)?", ""))) {
      id.append(segment.startsWith("{") ? "By" : "");
      for (String word : segment.split("[^A-Za-z0-9]+", -1)) {
        id.append(word.isEmpty() ? "" : word.substring(0, 1).toUpperCase(Locale.ROOT))
            .append(word.isEmpty() ? "" : word.substring(1));
      }
    }
    return id.toString();
  }

  private static String tag(Access access) {
    return switch (access) {
      case Access.Open _ -> "open";
      case Access.Api _ -> "api";
      case Access.Page _, Access.Form _ -> "pages";
    };
  }

  /** Who may call, in words. */
  static String who(Access access) {
    return switch (access) {
      case Access.Open _ -> "For anybody.";
      case Access.Api(Role role) -> "For tokens of the role " + orAdmin(role) + ".";
      case Access.Page _ ->
          "For anybody at the server's machine when it is bound to loopback, else for any token as the password.";
      case Access.Form(Role role) ->
          "For our own pages, with a token of the role " + orAdmin(role) + ".";
    };
  }

  private static String orAdmin(Role role) {
    return switch (role) {
      case VIEWER -> "viewer, operator, approver or admin";
      case OPERATOR, APPROVER -> role.word() + " or admin";
      case ADMIN -> "admin";
    };
  }
}
