package io.closedloop.core.intake;

import io.closedloop.api.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Checks GitHub's HMAC-SHA256 signature over the raw bytes, in constant time, against several
 * secrets at once.
 */
public final class WebhookSignature {
  private static final String PREFIX = "sha256=";
  private final List<Mac> macs;

  /**
   * @param secrets the secrets in force; more than one while they are rotated
   * @throws IllegalArgumentException when there is none
   */
  public WebhookSignature(List<Secret> secrets) {
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException("no webhook secret is set; set github.webhook_secrets");
    }
    macs = secrets.stream().map(WebhookSignature::keyed).toList();
  }

  /** Whether the header {@code X-Hub-Signature-256} signs these bytes with one of the secrets. */
  public boolean matches(byte[] body, @Nullable String header) {
    if (header == null || !header.startsWith(PREFIX)) {
      return false;
    }
    byte[] given;
    try {
      given = HexFormat.of().parseHex(header.substring(PREFIX.length()).toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException notHex) {
      return false;
    }
    boolean any = false;
    for (Mac mac : macs) {
      any |= MessageDigest.isEqual(sign(mac, body), given);
    }
    return any;
  }

  /** The header's value for these bytes, by the first secret. */
  public String sign(byte[] body) {
    return PREFIX + HexFormat.of().formatHex(sign(macs.getFirst(), body));
  }

  private static Mac keyed(Secret secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA256", e);
    }
  }

  /** On a copy, since a Mac keeps what it has read and requests come at once. */
  private static byte[] sign(Mac keyed, byte[] body) {
    try {
      return ((Mac) keyed.clone()).doFinal(body);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this Java cannot copy an HmacSHA256", e);
    }
  }
}
