package io.closedloop.benchmarks;

import java.util.UUID;

/**
 * Names of deliveries as GitHub gives them: UUIDs of version 1, which begin with the time in units
 * of 100 ns, so that those of one minute lie close to each other.
 */
final class DeliveryIds {
  private static final long EPOCH = 0x01B21DD213814000L; // 1970 in 100 ns since 1582
  private long last = EPOCH + System.currentTimeMillis() * 10_000;

  String next() {
    last = Math.max(last + 1, EPOCH + System.currentTimeMillis() * 10_000);
    long high =
        (last << 32)
            | ((last >>> 16) & 0xffff_0000L)
            | 0x1000
            | ((last >>> 48) & 0x0fff); // version 1
    return new UUID(high, 0x9f2a42010a8a0010L).toString();
  }
}
