package io.closedloop.core.http;

import io.closedloop.api.RepoId;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

/** JSON as the API speaks it: names with underscores, times in ISO 8601, problems by RFC 9457. */
final class JsonAnswers {
  private final JsonMapper mapper;

  @Inject
  JsonAnswers(JsonMapper base) {
    mapper =
        base.rebuild()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(
                new SimpleModule("closedloop-http")
                    .addSerializer(RepoId.class, ToStringSerializer.instance))
            .build();
  }

  Answer json(int status, Object value) {
    return Answer.text(status, "application/json", mapper.writeValueAsString(value));
  }

  /** A value as the tree that the API would send. */
  JsonNode tree(Object value) {
    return mapper.valueToTree(value);
  }

  /** A JSON text as a tree. */
  JsonNode parse(String json) {
    return mapper.readTree(json);
  }

  /**
   * The body of a request, which must be JSON and fit the record; whatever is not nullable there
   * must be given.
   */
  <T extends Record> T read(Call call, Class<T> type) {
    if (!call.mediaType().equals("application/json")) {
      throw new HttpProblem(415, "the content type must be application/json");
    }
    T body;
    try {
      body = mapper.readValue(call.text(), type);
    } catch (JacksonException unreadable) {
      throw new HttpProblem(400, "the body must be JSON with " + Schemas.members(type));
    }
    if (body == null || !Schemas.complete(body)) {
      throw new HttpProblem(400, "the body must be JSON with " + Schemas.members(type));
    }
    return body;
  }

  /**
   * Problem details.
   *
   * @param more members of our own
   */
  Answer problem(int status, String detail, String instance, Map<String, String> more) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", "about:blank");
    members.put("title", title(status));
    members.put("status", status);
    members.put("detail", detail);
    members.put("instance", instance);
    members.putAll(more);
    return Answer.text(status, "application/problem+json", mapper.writeValueAsString(members));
  }

  static String title(int status) {
    return HttpStatus.getMessage(status);
  }
}
