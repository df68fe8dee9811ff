package io.closedloop.core.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/** Facts as JSON and back. */
final class FactCodec {
  private final FactTypes types;
  private final JsonMapper json =
      JsonMapper.builder()
          .annotationIntrospector(new Introspector())
          .changeDefaultPropertyInclusion(i -> i.withValueInclusion(JsonInclude.Include.NON_NULL))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  FactCodec(FactTypes types) {
    this.types = types;
  }

  /** A fact as it is kept: its body with digests, and the texts behind them. */
  record Encoded(String type, String body, List<PersonalTexts.Salted> personal) {}

  Encoded encode(Fact fact) {
    String type = types.nameOf(fact);
    List<PersonalTexts.Salted> personal = new ArrayList<>();
    String body =
        json.writer().withAttribute(PersonalTexts.COLLECTED, personal).writeValueAsString(fact);
    return new Encoded(type, body, personal);
  }

  /**
   * Reads a body, with the personal texts that are still known by their digests.
   *
   * @throws UnreadableFact when the type is unknown or the body does not fit it
   */
  Fact decode(Chain chain, long seq, String type, String body, Map<String, String> personal) {
    Class<? extends Fact> record =
        types
            .named(type)
            .orElseThrow(() ->
                new UnreadableFact(
                    "entry %d of chain %s is a %s, which this version does not know (it knows %s); was it written by a newer version?"
                        .formatted(seq, chain.name(), type, types.names())));
    try {
      return json.readerFor(record).withAttribute(PersonalTexts.KNOWN, personal).readValue(body);
    } catch (JacksonException e) {
      throw new UnreadableFact(
          "entry %d of chain %s cannot be read as a %s: %s"
              .formatted(seq, chain.name(), type, e.getOriginalMessage()),
          e);
    }
  }

  /** Knows {@link Personal}, and names the record wherever a component's type is sealed. */
  private static final class Introspector extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Object findSerializer(MapperConfig<?> config, Annotated member) {
      return member.hasAnnotation(Personal.class)
          ? new PersonalTexts.Serializer()
          : super.findSerializer(config, member);
    }

    @Override
    public @Nullable Object findDeserializer(MapperConfig<?> config, Annotated member) {
      return member.hasAnnotation(Personal.class)
          ? new PersonalTexts.Deserializer()
          : super.findDeserializer(config, member);
    }

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(
        MapperConfig<?> config, Annotated type) {
      // Only the declared interface: the records below it are named by it.
      return type.getAnnotated() instanceof Class<?> declared && declared.isSealed()
          ? JsonTypeInfo.Value.construct(
              JsonTypeInfo.Id.SIMPLE_NAME,
              JsonTypeInfo.As.PROPERTY,
              "@type",
              null,
              false,
              null,
              null)
          : super.findPolymorphicTypeInfo(config, type);
    }
  }
}
