package io.closedloop.core.journal;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;

/** Swaps personal texts for digests while a fact is written, and back while one is read. */
final class PersonalTexts {
  /** The writer's attribute with the {@link Salted} texts collected so far. */
  static final Object COLLECTED = "personal-collected";

  /** The reader's attribute with the texts by digest. */
  static final Object KNOWN = "personal-known";

  private static final SecureRandom random = new SecureRandom();

  private PersonalTexts() {}

  /** A text that stands in the body as {@code digest}. */
  record Salted(String digest, String salt, String text) {
    static Salted of(String text) {
      byte[] salt = new byte[16];
      random.nextBytes(salt);
      String hex = HexFormat.of().formatHex(salt);
      return new Salted(Digests.ofPersonal(hex, text), hex, text);
    }

    @Override
    public String toString() {
      return digest;
    }
  }

  /** Collects what is written under {@link #COLLECTED}. */
  static final class Serializer extends ValueSerializer<Object> {
    @Override
    public void serialize(Object value, JsonGenerator json, SerializationContext context) {
      switch (value) {
        case String text -> json.writeString(digest(text, context));
        case List<?> texts -> {
          json.writeStartArray();
          for (Object text : texts) {
            json.writeString(digest((String) text, context));
          }
          json.writeEndArray();
        }
        default ->
            throw new IllegalArgumentException(
                "@Personal is for String and List<String>, not for " + value.getClass().getName());
      }
    }

    @SuppressWarnings("unchecked")
    private static String digest(String text, SerializationContext context) {
      Salted salted = Salted.of(text);
      ((List<Salted>) context.getAttribute(COLLECTED)).add(salted);
      return salted.digest();
    }
  }

  /** Looks up what is read under {@link #KNOWN}. */
  static final class Deserializer extends ValueDeserializer<Object> {
    @Override
    public Object deserialize(JsonParser json, DeserializationContext context) {
      if (json.currentToken() != JsonToken.START_ARRAY) {
        return text(json, context);
      }
      List<String> texts = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        texts.add(text(json, context));
      }
      return texts;
    }

    private static String text(JsonParser json, DeserializationContext context) {
      Map<?, ?> known = (Map<?, ?>) context.getAttribute(KNOWN);
      String digest = json.getString();
      if (!digest.startsWith(Digests.PERSONAL)) {
        return digest; // written before the component was personal
      }
      Object text = known.get(digest);
      return text == null ? Journal.ERASED : (String) text;
    }
  }
}
