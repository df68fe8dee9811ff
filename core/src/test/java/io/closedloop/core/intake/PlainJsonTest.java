package io.closedloop.core.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.contract.WebhookExample;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class PlainJsonTest {
  private final JsonMapper json = new JsonMapper();
  private int accepted;

  /** What the quick look accepts, the parser must read to the same end, and build a tree of. */
  private void holds(byte[] payload) {
    String action = PlainJson.action(payload);
    if (action != null) {
      accepted++;
      assertThat(Glance.parsed(json, payload)).as(new String(payload, UTF_8)).contains(action);
      assertThat(json.readTree(payload).isObject()).isTrue();
    }
  }

  @Test
  void itIsNeverOfAnotherOpinionThanTheParser() {
    Random random = new Random(42);
    for (int round = 0; round < 30_000; round++) {
      byte[] payload = new Document(random).bytes();
      holds(payload);
      for (int changes = 0; changes < 5; changes++) {
        payload = changed(payload, random);
        holds(payload);
      }
    }

    assertThat(accepted).as("documents of which it was sure").isGreaterThan(20_000);
  }

  @Test
  void itIsSureOfWhatGitHubSends() {
    for (WebhookExample example : WebhookExample.all()) {
      byte[] payload = example.payload().getBytes(UTF_8);

      assertThat(PlainJson.action(payload))
          .as(example.event())
          .isNotNull()
          .isEqualTo(Glance.parsed(json, payload).orElseThrow());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"action\":\"a\",\"action\":\"b\"}",
        "{\"action\":\"a\",\"action\":7}",
        "{\"action\":{\"action\":\"inner\"},\"x\":[{\"action\":\"y\"}]}",
        " {\t\"a\" :\r\n-0.5e+10 , \"action\":\"\\u00e9\\n\"}\n",
        "{\"action\":\"größer 日本 🚀\"}",
        "{\"a\":[[],{},[{}],true,false,null,0,-1,1E9]}",
        "{}"
      })
  void itReadsAsTheParserDoes(String payload) {
    byte[] bytes = payload.getBytes(UTF_8);

    assertThat(Glance.action(json, bytes)).isEqualTo(Glance.parsed(json, bytes)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":.5}",
        "{\"a\":-}",
        "{\"a\":1e}",
        "{\"a\":+1}",
        "{\"a\":NaN}",
        "{\"a\":tru}",
        "{\"a\":truee}",
        "{\"a\":'b'}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\t\"}",
        "{\"a\":1,}",
        "{\"a\":[1,]}",
        "{\"a\":[1}",
        "{\"a\" 1}",
        "{,}",
        "{\"a\":1}}",
        "{\"a\":\"b",
        "{\"a\":1} x",
        "\u0000{}",
        "{\"a\":/**/1}"
      })
  void itIsNotSureOfWhatIsBroken(String payload) {
    assertThat(PlainJson.action(payload.getBytes(UTF_8))).isNull();
    assertThat(Glance.parsed(json, payload.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void itIsNotSureOfBrokenCharacters() {
    int[][] broken = {
      {0x80},
      {0xc0, 0xaf},
      {0xc3},
      {0xe2, 0x82},
      {0xed, 0xa0, 0x80},
      {0xf0, 0x80, 0x80, 0x80},
      {0xf5, 0x80, 0x80, 0x80},
      {0xff},
      {0xfe}
    };
    for (int[] bytes : broken) {
      ByteArrayOutputStream payload = new ByteArrayOutputStream();
      payload.writeBytes("{\"a\":\"".getBytes(UTF_8));
      for (int b : bytes) {
        payload.write(b);
      }
      payload.writeBytes("\"}".getBytes(UTF_8));

      assertThat(PlainJson.action(payload.toByteArray())).isNull();
    }
  }

  @Test
  void itLeavesToTheParserWhereItsLimitsLie() {
    for (int depth : new int[] {30, 59, 60, 61, 400, 600}) {
      String nested = "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
      holds(nested.getBytes(UTF_8));
    }
    for (int length : new int[] {40, 49, 50, 51, 999, 1001}) {
      holds(("{\"a\":" + "7".repeat(length) + "}").getBytes(UTF_8));
      holds(("{\"a\":0." + "7".repeat(length) + "}").getBytes(UTF_8));
      holds(("{\"" + "n".repeat(length * 60) + "\":1}").getBytes(UTF_8));
    }
    assertThat(accepted).isPositive();
  }

  /** The document with one byte changed, taken out, put in, or cut off at one. */
  private static byte[] changed(byte[] payload, Random random) {
    int at = random.nextInt(payload.length + 1);
    byte other =
        random.nextBoolean()
            ? (byte) random.nextInt(256)
            : (byte) "{}[]\",:\\ue-.01 \n".charAt(random.nextInt(16));
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(payload, at);
      case 1 -> joined(payload, at, new byte[] {other}, at);
      case 2 -> joined(payload, at, new byte[0], Math.min(payload.length, at + 1));
      default -> joined(payload, at, new byte[] {other}, Math.min(payload.length, at + 1));
    };
  }

  private static byte[] joined(byte[] payload, int to, byte[] middle, int from) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(payload, 0, to);
    all.writeBytes(middle);
    all.write(payload, from, payload.length - from);
    return all.toByteArray();
  }

  /** A well-formed document of random shape. */
  private static final class Document {
    private static final String[] NAMES = {"action", "Action", "a", "repository", "", "é", "x\\ty"};
    private static final String[] PIECES = {
      "completed",
      "a",
      "https://api.github.com/repos/acme/widgets",
      "\\n",
      "\\\"",
      "\\\\",
      "\\u00e9",
      "\\ud83d",
      "ü",
      "日本",
      "🚀",
      "\u007f",
      " ",
      "{",
      "]"
    };
    private static final String[] SCALARS = {
      "true",
      "false",
      "null",
      "0",
      "-0",
      "17",
      "-3.25",
      "1e5",
      "2E-7",
      "0.0e+0",
      "12345678901234567890"
    };
    private final Random random;
    private final StringBuilder text = new StringBuilder();

    Document(Random random) {
      this.random = random;
    }

    byte[] bytes() {
      space();
      object(0);
      space();
      return text.toString().getBytes(UTF_8);
    }

    private void space() {
      for (int i = random.nextInt(8) - 5; i > 0; i--) {
        text.append(" \n\r\t".charAt(random.nextInt(4)));
      }
    }

    private void object(int depth) {
      text.append('{');
      for (int left = random.nextInt(4); left > 0; left--) {
        space();
        text.append('"').append(NAMES[random.nextInt(NAMES.length)]).append('"');
        space();
        text.append(':');
        value(depth);
        text.append(left > 1 ? "," : "");
      }
      space();
      text.append('}');
    }

    private void value(int depth) {
      space();
      int kind = random.nextInt(depth > 6 ? 2 : 4);
      switch (kind) {
        case 0 -> text.append(SCALARS[random.nextInt(SCALARS.length)]);
        case 1 -> string();
        case 2 -> object(depth + 1);
        default -> {
          text.append('[');
          for (int left = random.nextInt(4); left > 0; left--) {
            value(depth + 1);
            text.append(left > 1 ? "," : "");
          }
          text.append(']');
        }
      }
      space();
    }

    private void string() {
      text.append('"');
      for (int left = random.nextInt(5); left > 0; left--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      text.append('"');
    }
  }
}
