package io.closedloop.contract;

import graphql.ErrorType;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.GraphQLError;
import graphql.execution.CoercedVariables;
import graphql.language.NullValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.GraphQLScalarType;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.ScalarInfo;
import graphql.schema.idl.ScalarWiringEnvironment;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.WiringFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** GitHub's GraphQL schema, and what queries and answers do against it. */
public final class GitHubGraphQl {
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, Object>> VARIABLES = new TypeReference<>() {};
  private static final Set<ErrorType> OF_THE_REQUEST =
      Set.of(ErrorType.InvalidSyntax, ErrorType.ValidationError, ErrorType.OperationNotSupported);

  private final GraphQL graphql;

  private GitHubGraphQl(String sdl) {
    RuntimeWiring wiring = RuntimeWiring.newRuntimeWiring().wiringFactory(new Plain()).build();
    this.graphql =
        GraphQL.newGraphQL(
                new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse(sdl), wiring))
            .build();
  }

  public static GitHubGraphQl load() {
    return new GitHubGraphQl(Resource.text("github.graphql"));
  }

  /** What GitHub would find wrong with a request, its variables included. */
  public List<String> request(String body) {
    return execute(body, Map.of()).getErrors().stream()
        .filter(error -> OF_THE_REQUEST.contains(error.getErrorType()))
        .map(GraphQLError::getMessage)
        .toList();
  }

  /** What of the selected fields an answer lacks or shows in another type; errors have no data. */
  public List<String> response(String requestBody, String answerBody) {
    JsonNode answer = JSON.readTree(answerBody);
    List<String> problems = new ArrayList<>();
    answer
        .path("errors")
        .forEach(error -> {
          if (!error.path("message").isString()) {
            problems.add("an error has no message");
          }
        });
    if (answer.path("errors").isEmpty()) {
      JsonNode given = answer.path("data");
      ExecutionResult result = execute(requestBody, JSON.convertValue(given, VARIABLES));
      result.getErrors().forEach(error -> problems.add(error.getMessage()));
      lacking(JSON.valueToTree(result.getData()), given, "data", problems);
    }
    return problems;
  }

  private ExecutionResult execute(String body, @Nullable Object data) {
    JsonNode request = JSON.readTree(body);
    Map<String, Object> variables = JSON.convertValue(request.path("variables"), VARIABLES);
    return graphql.execute(
        ExecutionInput.newExecutionInput(request.path("query").asString())
            .variables(variables == null ? Map.of() : variables)
            .root(data)
            .build());
  }

  private static void lacking(
      JsonNode selected, JsonNode given, String where, List<String> problems) {
    for (Map.Entry<String, JsonNode> field : selected.properties()) {
      String name = where + "." + field.getKey();
      if (given.has(field.getKey())) {
        lacking(field.getValue(), given.path(field.getKey()), name, problems);
      } else {
        problems.add(name + " was asked for and is missing");
      }
    }
  }

  /** GitHub's own scalars are text. */
  private static final class Plain implements WiringFactory {
    @Override
    public boolean providesScalar(ScalarWiringEnvironment environment) {
      return !ScalarInfo.isGraphqlSpecifiedScalar(environment.getScalarTypeDefinition().getName());
    }

    @Override
    public GraphQLScalarType getScalar(ScalarWiringEnvironment environment) {
      return GraphQLScalarType.newScalar()
          .name(environment.getScalarTypeDefinition().getName())
          .coercing(new Text())
          .build();
    }
  }

  private static final class Text implements Coercing<Object, Object> {
    @Override
    public Object serialize(Object value, GraphQLContext context, Locale locale) {
      if (value instanceof String) {
        return value;
      }
      throw new graphql.schema.CoercingSerializeException("text was expected, not " + value);
    }

    @Override
    public Object parseValue(Object value, GraphQLContext context, Locale locale) {
      if (value instanceof String) {
        return value;
      }
      throw new graphql.schema.CoercingParseValueException("text was expected, not " + value);
    }

    @Override
    public @Nullable Object parseLiteral(
        Value<?> value, CoercedVariables variables, GraphQLContext context, Locale locale) {
      return switch (value) {
        case StringValue text -> text.getValue();
        case NullValue _ -> null;
        default -> throw new graphql.schema.CoercingParseLiteralException("text was expected");
      };
    }
  }
}
