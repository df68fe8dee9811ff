package io.closedloop.core.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class PackedTest {
  private static final byte[] LONG =
      "{\"url\":\"https://api.github.com/repos/acme/widgets\"}"
          .repeat(400)
          .getBytes(StandardCharsets.UTF_8);

  private final Packer packer = new Packer();

  @Test
  void aLongPayloadTakesLittleRoomAndComesBackAsItWas() {
    byte[] packed = packer.pack(LONG);

    assertThat(packed.length).isLessThan(LONG.length / 10);
    assertThat(Packed.unpack(packed)).isEqualTo(LONG);
  }

  @Test
  void aShortOneStaysAsItIs() {
    byte[] ping = "{\"zen\":\"Keep it logically awesome.\"}".getBytes(StandardCharsets.UTF_8);

    assertThat(packer.pack(ping)).isEqualTo(ping);
    assertThat(Packed.unpack(ping)).isEqualTo(ping);
    assertThat(Packed.unpack(new byte[0])).isEmpty();
  }

  @Test
  void theSizeIsWhatWasReceived() {
    for (byte[] payload : new byte[][] {LONG, "{\"a\":1}".getBytes(StandardCharsets.UTF_8)}) {
      byte[] stored = packer.pack(payload);
      byte[] tail = Arrays.copyOfRange(stored, stored.length - 4, stored.length);

      assertThat(Packed.size(stored.length, Arrays.copyOf(stored, 2), tail))
          .isEqualTo(payload.length);
    }
  }

  @Test
  void ofWhatIsNotKeptTheSizeIsKnown() {
    byte[] stored = Packed.leftOut(70_000);
    byte[] tail = Arrays.copyOfRange(stored, stored.length - 4, stored.length);

    assertThat(Packed.size(stored.length, Arrays.copyOf(stored, 2), tail)).isEqualTo(70_000);
    assertThatThrownBy(() -> Packed.unpack(stored))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not kept");
  }

  @Test
  void whateverIsPackedComesBack() {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      // Few different bytes repeat themselves near and far; many do not at all.
      byte[] payload = new byte[1024 + random.nextInt(200_000 >> random.nextInt(8))];
      int different = 1 + random.nextInt(1 << random.nextInt(1, 9));
      for (int i = 0; i < payload.length; i++) {
        payload[i] = (byte) random.nextInt(different);
      }
      for (int copies = random.nextInt(20); copies > 0; copies--) {
        int length = random.nextInt(payload.length / 2);
        int from = random.nextInt(payload.length - length);
        int to = random.nextInt(payload.length - length);
        System.arraycopy(payload, from, payload, to, length);
      }

      assertThat(Packed.unpack(packer.pack(payload))).isEqualTo(payload);
    }
  }

  @Test
  void whatAnEarlierVersionPackedComesBack() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(LONG);
    }
    byte[] stored = packed.toByteArray();
    byte[] tail = Arrays.copyOfRange(stored, stored.length - 4, stored.length);

    assertThat(Packed.unpack(stored)).isEqualTo(LONG);
    assertThat(Packed.size(stored.length, Arrays.copyOf(stored, 2), tail)).isEqualTo(LONG.length);
  }

  @Test
  void aDamagedOneIsSaidToBe() {
    byte[] packed = packer.pack(LONG);

    for (int length = 2; length < packed.length; length++) {
      byte[] cut = Arrays.copyOf(packed, length);
      assertThatThrownBy(() -> Packed.unpack(cut))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("damaged");
    }
    for (int i = 2; i < packed.length; i++) {
      byte[] changed = packed.clone();
      changed[i] ^= 0x11;
      assertThatThrownBy(() -> Packed.unpack(changed))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("damaged");
    }
  }
}
