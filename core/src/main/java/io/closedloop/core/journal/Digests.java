package io.closedloop.core.journal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** How entries and personal texts are digested. */
final class Digests {
  /** How digests of personal texts begin. */
  static final String PERSONAL = "personal:";

  private Digests() {}

  /**
   * The hash of an entry; no part but the last may hold a line break, so no two entries collide.
   */
  static String ofEntry(
      String previous, Chain chain, long seq, long atMicros, String type, String body) {
    return sha256(
        String.join(
            "\n", previous, chain.name(), Long.toString(seq), Long.toString(atMicros), type, body));
  }

  static String ofPersonal(String salt, String text) {
    return PERSONAL + sha256(salt + "\n" + text);
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
