package io.closedloop.core.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PackedTest {
  private static final byte[] LONG =
      "{\"url\":\"https://api.github.com/repos/acme/widgets\"}"
          .repeat(400)
          .getBytes(StandardCharsets.UTF_8);

  @Test
  void aLongPayloadTakesLittleRoomAndComesBackAsItWas() {
    byte[] packed = Packed.pack(LONG);

    assertThat(packed.length).isLessThan(LONG.length / 10);
    assertThat(Packed.unpack(packed)).isEqualTo(LONG);
  }

  @Test
  void aShortOneStaysAsItIs() {
    byte[] ping = "{\"zen\":\"Keep it logically awesome.\"}".getBytes(StandardCharsets.UTF_8);

    assertThat(Packed.pack(ping)).isEqualTo(ping);
    assertThat(Packed.unpack(ping)).isEqualTo(ping);
    assertThat(Packed.unpack(new byte[0])).isEmpty();
  }

  @Test
  void theSizeIsWhatWasReceived() {
    for (byte[] payload : new byte[][] {LONG, "{\"a\":1}".getBytes(StandardCharsets.UTF_8)}) {
      byte[] stored = Packed.pack(payload);
      byte[] tail = Arrays.copyOfRange(stored, stored.length - 4, stored.length);

      assertThat(Packed.size(stored.length, Arrays.copyOf(stored, 2), tail))
          .isEqualTo(payload.length);
    }
  }

  @Test
  void aDamagedOneIsSaidToBe() {
    byte[] packed = Packed.pack(LONG);

    assertThatThrownBy(() -> Packed.unpack(Arrays.copyOf(packed, packed.length - 20)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("damaged");
  }
}
