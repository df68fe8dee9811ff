package io.closedloop.core.config;

import io.closedloop.api.Secret;
import java.io.ByteArrayOutputStream;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An RSA key to sign with, which does not print. */
public final class SigningKey {
  private static final int FEWEST_BITS = 2048;
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([^-]*)-----END \\1-----");

  /** What PKCS#8 puts before a key of PKCS#1: version 0 and the name of RSA. */
  private static final byte[] VERSION_AND_RSA =
      HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;

  private final PrivateKey key;

  private SigningKey(PrivateKey key) {
    this.key = key;
  }

  /**
   * Reads PEM of the kinds PKCS#1 and PKCS#8.
   *
   * @throws IllegalArgumentException that says what to do and shows nothing of the text
   */
  static SigningKey of(Secret pem) {
    // A variable of the environment often holds the line ends as two characters.
    Matcher block = PEM.matcher(pem.reveal().replace("\\n", "\n"));
    if (!block.find()) {
      throw broken("is no key in PEM: it begins with -----BEGIN and ends with -----END");
    }
    byte[] der = bytes(block.group(2));
    return switch (block.group(1)) {
      case "RSA PRIVATE KEY" -> rsa(wrapped(der));
      case "PRIVATE KEY" -> rsa(der);
      case "ENCRYPTED PRIVATE KEY" -> throw broken("is locked by a password; remove it first");
      case String other when other.contains("PUBLIC") ->
          throw broken("is the public key; the private one is needed");
      default -> throw broken("is no RSA key");
    };
  }

  /** The key itself, for the signature only. */
  public PrivateKey reveal() {
    return key;
  }

  private static byte[] bytes(String base64) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw broken("is damaged between BEGIN and END");
    }
  }

  private static SigningKey rsa(byte[] pkcs8) {
    try {
      PrivateKey key =
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      if (key instanceof RSAPrivateKey rsa && rsa.getModulus().bitLength() >= FEWEST_BITS) {
        return new SigningKey(key);
      }
      throw broken("has fewer than " + FEWEST_BITS + " bits");
    } catch (InvalidKeySpecException e) {
      throw broken("is damaged between BEGIN and END, or no RSA key");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK knows RSA", e);
    }
  }

  private static byte[] wrapped(byte[] pkcs1) {
    byte[] octets = element(OCTETS, pkcs1);
    byte[] content = new byte[VERSION_AND_RSA.length + octets.length];
    System.arraycopy(VERSION_AND_RSA, 0, content, 0, VERSION_AND_RSA.length);
    System.arraycopy(octets, 0, content, VERSION_AND_RSA.length, octets.length);
    return element(SEQUENCE, content);
  }

  /** Tag, length in two bytes and content, as DER has it. */
  private static byte[] element(int tag, byte[] content) {
    if (content.length < 0x100 || content.length > 0xffff) {
      throw broken("is damaged between BEGIN and END");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    out.write(0x82);
    out.write(content.length >> 8);
    out.write(content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static IllegalArgumentException broken(String how) {
    return new IllegalArgumentException(
        "private_key %s; download a new one from the App's page on GitHub and give its file as"
                .formatted(how)
            + " ${file:PATH}");
  }

  @Override
  public String toString() {
    return "***";
  }
}
