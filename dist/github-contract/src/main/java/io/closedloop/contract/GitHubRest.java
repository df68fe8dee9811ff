package io.closedloop.contract;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * GitHub's OpenAPI document, and what requests and answers do against it.
 *
 * <p>Every check gives sentences that name what is wrong; none means that all is well.
 */
public final class GitHubRest {
  private static final String BASE = "https://github.test/openapi.json";
  private static final JsonMapper JSON = new JsonMapper();

  private final JsonNode document;
  private final SchemaRegistry schemas;
  private final Map<String, Schema> compiled = new ConcurrentHashMap<>();
  private final List<Operation> operations = new ArrayList<>();

  private GitHubRest(String relative) {
    // Each schema is compiled alone, so that its references need the whole address.
    String text = relative.replace("\"#/components/", "\"" + BASE + "#/components/");
    this.document = JSON.readTree(text);
    this.schemas =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(BASE, text)));
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        operations.add(
            Operation.of(
                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()));
      }
    }
    operations.sort(Comparator.comparingInt(Operation::fixed).reversed());
  }

  public static GitHubRest load() {
    return new GitHubRest(Resource.text("github-openapi.json"));
  }

  /** GitHub's name of what is asked, as method and template; empty when GitHub has no such. */
  public Optional<String> operation(String method, String path) {
    return find(method, path).map(Operation::toString);
  }

  private Optional<Operation> find(String method, String path) {
    return operations.stream().filter(each -> each.fits(method, path)).findFirst();
  }

  /**
   * What GitHub would find wrong with a request. A parameter or field that GitHub does not know is
   * wrong, though GitHub itself is silent about it.
   *
   * @param query as sent, empty for none
   * @param body as sent, empty for none
   */
  public List<String> request(String method, String path, String query, String body) {
    Optional<Operation> found = find(method, path);
    if (found.isEmpty()) {
      return List.of("GitHub has no " + method + " " + path);
    }
    Operation operation = found.get();
    List<String> problems = new ArrayList<>();
    parameters(operation, path, query, problems);
    requestBody(operation, body, problems);
    return problems.stream().map(problem -> operation + ": " + problem).toList();
  }

  private void parameters(Operation operation, String path, String query, List<String> problems) {
    Map<String, String> given = Query.parse(query);
    Set<String> known = new HashSet<>();
    JsonNode parameters = operation.node().path("parameters");
    for (int i = 0; i < parameters.size(); i++) {
      JsonNode parameter = parameters.get(i);
      String name = parameter.path("name").asString();
      boolean inPath = parameter.path("in").asString().equals("path");
      known.add(name);
      String value = inPath ? decode(operation.part(path, name)) : given.get(name);
      if (value != null) {
        String pointer = operation.pointer() + "/parameters/" + i + "/schema";
        List<String> asText = new ArrayList<>();
        check(pointer, JsonNodeFactory.instance.stringNode(value), "parameter " + name, asText);
        if (!asText.isEmpty()) {
          check(pointer, typed(value), "parameter " + name, problems);
        }
      } else if (parameter.path("required").asBoolean()) {
        problems.add("parameter " + name + " is missing");
      }
    }
    given.keySet().stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> problems.add("parameter " + name + " is not known"));
  }

  private void requestBody(Operation operation, String body, List<String> problems) {
    JsonNode declared = operation.node().path("requestBody");
    if (body.isEmpty()) {
      if (declared.path("required").asBoolean(false)) {
        problems.add("a body is missing");
      }
      return;
    }
    JsonNode schema = declared.path("content").path("application/json").path("schema");
    if (schema.isMissingNode()) {
      problems.add("no body is expected");
      return;
    }
    JsonNode sent = JSON.readTree(body);
    check(
        operation.pointer() + "/requestBody/content/application~1json/schema",
        sent,
        "body",
        problems);
    unknown(schema, sent, "body", problems);
    if (operation.template().contains("/check-runs")
        && sent.path("status").asString("").equals("completed")
        && !sent.has("conclusion")) {
      // in the text of the document only
      problems.add("body.conclusion is missing, and is required with the status completed");
    }
  }

  /** Fields that a schema with listed properties does not list, however deep. */
  private void unknown(JsonNode schema, JsonNode sent, String where, List<String> problems) {
    if (sent.isArray()) {
      for (int i = 0; i < sent.size(); i++) {
        for (JsonNode alternative : alternatives(schema)) {
          unknown(alternative.path("items"), sent.get(i), where + "[" + i + "]", problems);
        }
      }
      return;
    }
    Map<String, JsonNode> properties = new HashMap<>();
    for (JsonNode alternative : alternatives(schema)) {
      for (Map.Entry<String, JsonNode> property : alternative.path("properties").properties()) {
        // The first is the schema's own; what an alternative adds is only narrower.
        properties.putIfAbsent(property.getKey(), property.getValue());
      }
    }
    if (properties.isEmpty()) {
      return;
    }
    for (Map.Entry<String, JsonNode> field : sent.properties()) {
      String place = where + "." + field.getKey();
      JsonNode property = properties.get(field.getKey());
      if (property == null) {
        problems.add(place + " is not known");
      } else {
        unknown(property, field.getValue(), place, problems);
      }
    }
  }

  /** A schema with all that it is composed of, references followed. */
  private List<JsonNode> alternatives(JsonNode schema) {
    JsonNode here = schema;
    while (here.has("$ref")) {
      String reference = here.path("$ref").asString();
      here = document.at(JsonPointer.compile(reference.substring(reference.indexOf('#') + 1)));
      if (here.isMissingNode()) {
        throw new IllegalStateException("the document has no " + reference);
      }
    }
    List<JsonNode> all = new ArrayList<>(List.of(here));
    for (String kind : List.of("allOf", "anyOf", "oneOf")) {
      here.path(kind).forEach(part -> all.addAll(alternatives(part)));
    }
    return all;
  }

  /** In what an answer differs from those that GitHub gives. */
  public List<String> response(String method, String path, int status, String body) {
    Optional<Operation> found = find(method, path);
    if (found.isEmpty()) {
      return List.of("GitHub has no " + method + " " + path);
    }
    Operation operation = found.get();
    JsonNode declared = operation.node().path("responses").path(String.valueOf(status));
    List<String> problems = new ArrayList<>();
    String pointer = operation.pointer() + "/responses/" + status + "/content/application~1json";
    if (declared.isMissingNode() && status < 400 && status != 304) {
      problems.add(
          "the status is not one of " + operation.node().path("responses").propertyNames());
    } else if (declared.path("content").path("application/json").has("schema")) {
      answer(pointer + "/schema", body, problems);
    } else if (status >= 400) {
      answer("/components/schemas/basic-error", body, problems);
    }
    return problems.stream().map(each -> operation + " " + status + ": " + each).toList();
  }

  private void answer(String pointer, String body, List<String> problems) {
    try {
      check(pointer, JSON.readTree(body), "answer", problems);
    } catch (JacksonException e) {
      problems.add("the answer is no JSON");
    }
  }

  private void check(String pointer, JsonNode value, String where, List<String> problems) {
    Schema schema =
        compiled.computeIfAbsent(
            pointer, at -> schemas.getSchema(document.at(JsonPointer.compile(at))));
    schema
        .validate(
            value,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .forEach(error -> problems.add(where + " " + error));
  }

  private static JsonNode typed(String value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (value.matches("-?\\d{1,18}")) {
      return nodes.numberNode(Long.parseLong(value));
    }
    return value.matches("true|false")
        ? nodes.booleanNode(Boolean.parseBoolean(value))
        : nodes.stringNode(value);
  }

  private static String decode(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
