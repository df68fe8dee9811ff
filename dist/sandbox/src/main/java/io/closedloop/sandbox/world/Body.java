package io.closedloop.sandbox.world;

import java.nio.charset.StandardCharsets;

/** Bytes that went or will go over the wire. */
public final class Body {
  private static final Body NONE = new Body(new byte[0]);
  private final byte[] bytes;

  private Body(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Body of(byte[] bytes) {
    return new Body(bytes.clone());
  }

  public static Body none() {
    return NONE;
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }
}
