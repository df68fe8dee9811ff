package io.closedloop.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import io.closedloop.sandbox.world.Body;
import io.closedloop.sandbox.world.World;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The other host, where logs and archives are fetched by a signed link that lives for a minute.
 * Like the real one it refuses a request that brings GitHub's Authorization header along.
 */
public final class FileHost {
  private static final Duration LIFE = Duration.ofMinutes(1);
  private final String base;
  private final World world;
  private final byte[] key;
  private final Source source;

  /** Finds what stands behind a path. */
  @FunctionalInterface
  public interface Source {
    Optional<Content> find(String path);
  }

  /** Something to download; it is written to the socket as it is produced. */
  public record Content(String type, Writer writer) {}

  /** Writes a download. */
  @FunctionalInterface
  public interface Writer {
    void to(OutputStream out) throws IOException;
  }

  public FileHost(String base, World world, byte[] key, Source source) {
    this.base = base;
    this.world = world;
    this.key = key.clone();
    this.source = source;
  }

  /** A link to a path of this host, good for one minute. */
  public String link(String path) {
    long until = world.now().plus(LIFE).getEpochSecond();
    return base + path + "?se=" + until + "&sig=" + sign(path, until);
  }

  public void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestHeaders().containsKey("Authorization")) {
        Front.send(exchange, refusal(400, "InvalidAuthenticationInfo"));
        return;
      }
      String path = exchange.getRequestURI().getRawPath();
      if (!isSigned(path, Front.query(exchange))) {
        Front.send(exchange, refusal(403, "AuthenticationFailed"));
        return;
      }
      Optional<Content> content = source.find(path);
      if (content.isEmpty()) {
        Front.send(exchange, refusal(404, "BlobNotFound"));
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", content.get().type());
      exchange.sendResponseHeaders(200, 0);
      content.get().writer().to(exchange.getResponseBody());
    }
  }

  private static Reply refusal(int status, String code) {
    String xml =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>" + code + "</Code></Error>";
    Body body = Body.of(xml.getBytes(StandardCharsets.UTF_8));
    return new Reply(status, Map.of("Content-Type", "application/xml"), body);
  }

  private boolean isSigned(String path, Map<String, String> query) {
    long until;
    try {
      until = Long.parseLong(query.getOrDefault("se", ""));
    } catch (NumberFormatException e) {
      return false;
    }
    byte[] given = query.getOrDefault("sig", "").getBytes(StandardCharsets.US_ASCII);
    byte[] right = sign(path, until).getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(given, right)
        && world.now().isBefore(Instant.ofEpochSecond(until));
  }

  private String sign(String path, long until) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] text = (path + "\n" + until).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(mac.doFinal(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
