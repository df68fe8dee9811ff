package io.closedloop.core.intake;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Makes payloads {@link Packed}. Table and room are kept from one to the next: made anew for each,
 * they were half of what a delivery leaves to the garbage collector, whose pauses hold up every
 * answer that is under way.
 */
final class Packer {
  private static final int WORTH_IT = 1024;
  private static final int KEPT = 8;
  private static final int KEPT_BYTES = 128 * 1024;

  private final BlockingQueue<Bench> idle = new ArrayBlockingQueue<>(KEPT);

  /** For one payload at a time. */
  private static final class Bench {
    final Lz4 lz4 = new Lz4();
    final byte[] room = new byte[KEPT_BYTES];
  }

  /** The payload as it is to be stored. */
  byte[] pack(byte[] payload) {
    if (payload.length < WORTH_IT) {
      return payload;
    }
    Bench kept = idle.poll();
    Bench bench = kept == null ? new Bench() : kept;
    int most = Packed.LZ4.length + Lz4.most(payload.length) + Packed.TAIL;
    byte[] packed = pack(payload, bench.lz4, most > KEPT_BYTES ? new byte[most] : bench.room);
    idle.offer(bench);
    return packed;
  }

  private static byte[] pack(byte[] payload, Lz4 lz4, byte[] room) {
    System.arraycopy(Packed.LZ4, 0, room, 0, Packed.LZ4.length);
    int end = lz4.pack(payload, room, Packed.LZ4.length);
    ByteBuffer.wrap(room)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(end, Packed.checksum(payload))
        .putInt(end + Integer.BYTES, payload.length);
    return Arrays.copyOf(room, end + Packed.TAIL);
  }
}
