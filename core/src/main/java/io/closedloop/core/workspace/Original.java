package io.closedloop.core.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the commit's tree, as it was before anything touched it.
 *
 * @param mode what it is
 * @param size bytes of its content
 * @param blob the name git gives to the content, so that it can be compared with GitHub's own tree
 * @param text the content; null when it is not text, or was not asked for
 */
public record Original(FileMode mode, long size, String blob, @Nullable String text) {

  /** A file with this text. */
  public static Original ofText(FileMode mode, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new Original(mode, bytes.length, blob(bytes), text);
  }

  static Original ofBytes(FileMode mode, byte[] bytes) {
    return new Original(mode, bytes.length, blob(bytes), null);
  }

  Original withText(@Nullable String known) {
    return new Original(mode, size, blob, known);
  }

  static String blob(byte[] content) {
    MessageDigest digest = blobDigest(content.length);
    digest.update(content);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Git's own digest; it guards against nothing here, it only tells contents apart. */
  static MessageDigest blobDigest(long size) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(("blob " + size + "\0").getBytes(UTF_8));
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-1, which every JDK must have", e);
    }
  }
}
