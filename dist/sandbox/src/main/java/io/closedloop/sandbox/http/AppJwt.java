package io.closedloop.sandbox.http;

import io.closedloop.sandbox.world.ForgeApp;
import io.closedloop.sandbox.world.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Checks the word that an App signs for itself, as strictly as GitHub does. */
final class AppJwt {
  private static final long LONGEST = 600;

  private AppJwt() {}

  /** Whether the App signed it, and it holds now. */
  static boolean holds(String text, ForgeApp app, Instant now) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 3) {
      return false;
    }
    try {
      JsonNode head = Json.read(Base64.getUrlDecoder().decode(parts[0]));
      JsonNode claims = Json.read(Base64.getUrlDecoder().decode(parts[1]));
      long issued = claims.path("iat").asLong(Long.MAX_VALUE);
      long expires = claims.path("exp").asLong(0);
      String issuer = claims.path("iss").asString("");
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(app.key());
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      return head.path("alg").asString("").equals("RS256")
          && (issuer.equals(Long.toString(app.id())) || issuer.equals(app.clientId()))
          && issued <= now.getEpochSecond()
          && expires > now.getEpochSecond()
          && expires <= now.getEpochSecond() + LONGEST
          && signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    } catch (GeneralSecurityException | JacksonException | IllegalArgumentException e) {
      return false;
    }
  }
}
