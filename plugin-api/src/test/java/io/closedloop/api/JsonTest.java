package io.closedloop.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static final Json JSON =
      Json.object(
          Map.of("a/b", Json.array(List.of(Json.of("x"), Json.object(Map.of("~", Json.of(2)))))));

  @Test
  void aPointerFindsWhatLiesDeep() {
    assertThat(JSON.at("/a~1b/1/~0")).contains(Json.of(2));
    assertThat(JSON.at("")).contains(JSON);
  }

  @Test
  void aPointerToNothingIsEmpty() {
    assertThat(JSON.at("/a~1b/2")).isEmpty();
    assertThat(JSON.at("/a~1b/01")).isEmpty();
    assertThat(JSON.at("/a~1b/99999999999999")).isEmpty();
    assertThat(JSON.at("/a~1b/0/x")).isEmpty();
    assertThat(JSON.at("/none")).isEmpty();
  }

  @Test
  void aPointerBeginsWithASlash() {
    assertThatIllegalArgumentException().isThrownBy(() -> JSON.at("a")).withMessageContaining("a");
  }

  @Test
  void textIsWrittenSoThatItCannotEndAString() {
    assertThat(Json.of("\"\\\n\u2028")).hasToString("\"\\\"\\\\\\u000a\\u2028\"");
  }
}
