package io.closedloop.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class OpenApiTest {
  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theDescriptionIsValidAndFree() throws Exception {
    String document = server.get("/api/v1/openapi.json").body();
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    SwaggerParseResult parsed = new OpenAPIV3Parser().readContents(document, List.of(), options);
    assertThat(parsed.getMessages()).isEmpty();
    assertThat(parsed.getOpenAPI().getPaths())
        .hasSizeGreaterThan(10)
        .containsKeys("/api/v1/incidents/{id}", "/api/v1/kpis", "/webhooks/github");
  }

  /** The schema is the OpenAPI Initiative's own, as published (Apache License 2.0). */
  @Test
  void theDescriptionFitsTheOfficialSchema() throws Exception {
    assertThat(violations(server.get("/api/v1/openapi.json").body())).isEmpty();
  }

  @Test
  void theOfficialSchemaWouldNoticeAnEmptyListOfWhatIsRequired() throws Exception {
    String document = server.get("/api/v1/openapi.json").body();
    assertThat(
            violations(
                document.replaceFirst("\"required\":\\[\"[^]]*]", "\"required\":[]")))
        .isNotEmpty();
    assertThat(violations("{\"openapi\":\"3.0.3\"}")).isNotEmpty();
  }

  private static List<String> violations(String document) throws IOException {
    try (InputStream schema = OpenApiTest.class.getResourceAsStream("openapi-3.0.schema.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
          .getSchema(Objects.requireNonNull(schema))
          .validate(document, InputFormat.JSON)
          .stream()
          .map(Object::toString)
          .toList();
    }
  }

  /** A rule of the text of OpenAPI 3.0.3 that its schema does not know. */
  @Test
  void whatMayBeNullHasAType() throws Exception {
    JsonNode document = server.tree(server.get("/api/v1/openapi.json"));
    List<JsonNode> nullable = document.findParents("nullable");
    assertThat(nullable).isNotEmpty().allMatch(schema -> schema.path("type").isString());
  }

  @Test
  void everyOperationHasANameOfItsOwn() throws Exception {
    List<String> names =
        server.tree(server.get("/api/v1/openapi.json")).findValuesAsString("operationId");
    assertThat(names)
        .hasSize(server.injector.getInstance(Routes.class).all().size())
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z][A-Za-z0-9]+"))
        .contains("getIncidents", "getIncidentsById", "getPageIncidentsById", "postWebhooksGithub");
  }

  @Test
  void theValidatorWouldNoticeABadDescription() {
    SwaggerParseResult parsed =
        new OpenAPIV3Parser()
            .readContents(
                "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"x\",\"version\":\"1\"},\"paths\":"
                    + "{\"/a\":{\"get\":{\"parameters\":[{\"name\":\"q\"}]}}}}",
                List.of(),
                new ParseOptions());
    assertThat(parsed.getMessages()).isNotEmpty();
  }

  @Test
  void everyDeclaredRouteIsDescribed() throws Exception {
    JsonNode paths = server.tree(server.get("/api/v1/openapi.json")).path("paths");
    for (Route route : server.injector.getInstance(Routes.class).all()) {
      JsonNode operation =
          paths.path(route.template()).path(route.method().toLowerCase(Locale.ROOT));
      assertThat(operation.path("summary").asString()).as(route.template()).isNotBlank();
      assertThat(operation.path("responses").size()).as(route.template()).isPositive();
    }
  }

  @Test
  void limitsAreDescribedAsTheyAreKept() throws Exception {
    JsonNode parameters =
        server
            .tree(server.get("/api/v1/openapi.json"))
            .path("paths")
            .path("/api/v1/incidents")
            .path("get")
            .path("parameters");
    JsonNode limit =
        parameters
            .valueStream()
            .filter(p -> p.path("name").asString().equals("limit"))
            .findAny()
            .orElseThrow();
    assertThat(limit.path("schema").path("maximum").asInt()).isEqualTo(200);
    assertThat(limit.path("schema").path("default").asInt()).isEqualTo(50);
  }

  @Test
  void anAnswerThatDiffersFromItsDescriptionIsNoticed() throws Exception {
    Described described = new Described(server.get("/api/v1/openapi.json").body());
    String json = "application/json";
    assertThat(differences(described, 200, json, "{\"items\":[],\"next\":null}")).isEmpty();
    assertThat(differences(described, 200, json, "{\"items\":[]}")).isNotEmpty();
    assertThat(differences(described, 200, json, "{\"items\":[{}],\"next\":null}")).isNotEmpty();
    assertThat(differences(described, 200, json, "{\"items\":[],\"next\":null,\"more\":1}"))
        .isNotEmpty();
    assertThat(differences(described, 200, json, "{\"items\":[],\"next\":7}")).isNotEmpty();
    assertThat(differences(described, 200, "text/html", "")).isNotEmpty();
    assertThat(differences(described, 418, json, "{}")).isNotEmpty();
  }

  private static List<String> differences(
      Described described, int status, String type, String body) {
    return described.differences("GET", "/api/v1/incidents", status, type, body);
  }

  @Test
  void aRouteWhoseContractNamesOtherParametersIsAMistake() {
    assertThatThrownBy(() ->
            new Route("GET", "/a/{id}", Access.open(), Contract.of("x"), _ -> Answer.seeOther("/")))
        .hasMessageContaining("/a/{id}");
  }

  @Test
  void thePageOfTheApiNamesRolesAndParameters() throws Exception {
    assertThat(server.get("/api").body())
        .contains(
            "/api/v1/incidents/{id}/approval", "approver or admin", "decision, proposal, [by]");
  }
}
