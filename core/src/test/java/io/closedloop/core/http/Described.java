package io.closedloop.core.http;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Holds answers against the server's own description. */
final class Described {
  private static final String HERE = "https://closedloop.test/openapi.json";
  private static final JsonMapper JSON = new JsonMapper();
  private final JsonNode document;
  private final SchemaRegistry schemas;

  Described(String document) {
    // Each schema is compiled alone, so that its references need the whole address.
    String text =
        closed(JSON.readTree(document.replace("\"#/components/", "\"" + HERE + "#/components/")))
            .toString();
    this.document = JSON.readTree(text);
    if (!this.document.has("openapi")) {
      throw new IllegalArgumentException("this is no description: " + document);
    }
    this.schemas =
        SchemaRegistry.withDialect(
            Dialects.getOpenApi30(), builder -> builder.schemas(Map.of(HERE, text)));
  }

  /** A member that is not described is a difference here, though a reader may ignore it. */
  private static JsonNode closed(JsonNode document) {
    for (JsonNode schema : document.path("components").path("schemas")) {
      if (schema instanceof ObjectNode object
          && object.has("properties")
          && !object.has("additionalProperties")) {
        object.put("additionalProperties", false);
      }
    }
    return document;
  }

  /** What of the answer is not as the description of that operation has it. */
  List<String> differences(String method, String template, HttpResponse<String> response) {
    return differences(
        method,
        template,
        response.statusCode(),
        TestServer.header(response, "Content-Type"),
        response.body());
  }

  List<String> differences(String method, String template, int status, String type, String body) {
    JsonNode operation =
        document.path("paths").path(template).path(method.toLowerCase(Locale.ROOT));
    JsonNode answers = operation.path("responses");
    JsonNode answer =
        answers.has(Integer.toString(status))
            ? answers.path(Integer.toString(status))
            : answers.path("default");
    if (answer.isMissingNode()) {
      return List.of("no status " + status + " among " + answers.propertyNames());
    }
    JsonNode content = answer.path("content");
    if (content.isEmpty()) {
      return body.isEmpty() ? List.of() : List.of("a body where none is described");
    }
    String media = type.split(";", 2)[0].strip();
    if (!content.has(media)) {
      return List.of("the type " + media + " is none of " + content.propertyNames());
    }
    JsonNode schema = content.path(media).path("schema");
    return media.endsWith("json") ? differences(schema, body) : List.of();
  }

  private List<String> differences(JsonNode described, String body) {
    Schema schema = schemas.getSchema(described);
    try {
      return schema.validate(JSON.readTree(body)).stream().map(Object::toString).toList();
    } catch (JacksonException unreadable) {
      return List.of("no JSON: " + body);
    }
  }
}
