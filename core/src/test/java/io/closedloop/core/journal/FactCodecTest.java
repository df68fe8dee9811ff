package io.closedloop.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FactCodecTest {
  private static final Chain CHAIN = Chain.incident("1");

  sealed interface Shape {
    record Circle(int radius) implements Shape {}

    record Pair(Shape left, Shape right) implements Shape {}
  }

  enum Colour {
    RED
  }

  sealed interface Sample extends Fact {
    record Drawn(
        String name,
        Instant when,
        Duration took,
        List<Shape> shapes,
        Map<String, Colour> colours,
        @Nullable String note,
        int count)
        implements Sample {}

    record Wrote(
        @Personal String author,
        @Personal List<String> readers,
        @Personal @Nullable String editor,
        String title)
        implements Sample {}

    record Nested(List<Wrote> works) implements Sample {}
  }

  sealed interface Other extends Fact {
    record Drawn() implements Other {}
  }

  record Stranger() implements Fact {}

  private final FactCodec codec = new FactCodec(FactTypes.of(Sample.class));

  private Fact roundTrip(Fact fact) {
    FactCodec.Encoded encoded = codec.encode(fact);
    Map<String, String> texts = new java.util.HashMap<>();
    encoded.personal().forEach(text -> texts.put(text.digest(), text.text()));
    return codec.decode(CHAIN, 1, encoded.type(), encoded.body(), texts);
  }

  @Test
  void factsComeBackAsTheyWere() {
    Fact fact =
        new Sample.Drawn(
            "line\nbreak \u2028 \"quoted\"",
            Instant.parse("2026-01-02T03:04:05.123456Z"),
            Duration.ofMillis(1500),
            List.of(new Shape.Pair(new Shape.Circle(1), new Shape.Circle(2)), new Shape.Circle(3)),
            Map.of("a", Colour.RED),
            null,
            7);
    assertThat(roundTrip(fact)).isEqualTo(fact);
    assertThat(codec.encode(fact).body()).contains("\"@type\":\"Pair\"").doesNotContain("\n");
  }

  @Test
  void personalTextsStandAsSaltedDigests() {
    Fact fact =
        new Sample.Nested(List.of(new Sample.Wrote("ann", List.of("bob", "ann"), null, "t")));
    FactCodec.Encoded encoded = codec.encode(fact);
    assertThat(encoded.body()).doesNotContain("ann").doesNotContain("bob").contains("\"t\"");
    assertThat(encoded.personal()).extracting("digest").hasSize(3).doesNotHaveDuplicates();
    assertThat(roundTrip(fact)).isEqualTo(fact);
    assertThat(codec.decode(CHAIN, 1, encoded.type(), encoded.body(), Map.of()))
        .isEqualTo(
            new Sample.Nested(
                List.of(
                    new Sample.Wrote(
                        Journal.ERASED, List.of(Journal.ERASED, Journal.ERASED), null, "t"))));
  }

  @Test
  void factsMayGrowAndShrink() {
    String older = "{\"name\":\"n\",\"gone\":{\"x\":[1]}}";
    assertThat(codec.decode(CHAIN, 1, "Drawn", older, Map.of()))
        .isInstanceOfSatisfying(
            Sample.Drawn.class,
            drawn -> {
              assertThat(drawn.name()).isEqualTo("n");
              assertThat(drawn.count()).isZero();
              assertThat(drawn.note()).isNull();
            });
  }

  @Test
  void anUnknownTypeIsNamedWithItsPlace() {
    assertThatExceptionOfType(UnreadableFact.class)
        .isThrownBy(() -> codec.decode(CHAIN, 4, "Vanished", "{}", Map.of()))
        .withMessageContaining("entry 4 of chain incident:1 is a Vanished")
        .withMessageContaining("Drawn");
  }

  @Test
  void aBodyThatDoesNotFitIsNamedWithItsPlace() {
    assertThatExceptionOfType(UnreadableFact.class)
        .isThrownBy(() -> codec.decode(CHAIN, 4, "Drawn", "{\"count\":\"many\"}", Map.of()))
        .withMessageContaining("entry 4 of chain incident:1 cannot be read as a Drawn");
  }

  @Test
  void twoFactsOfOneNameAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FactTypes.of(Sample.class, Other.class))
        .withMessageContaining("two facts are called Drawn");
  }

  @Test
  void aFactOfNoKnownFamilyIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.encode(new Stranger()))
        .withMessageContaining("Stranger");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.encode(new Other.Drawn()))
        .withMessageContaining("Other$Drawn");
  }
}
