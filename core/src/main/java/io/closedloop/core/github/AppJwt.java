package io.closedloop.core.github;

import io.closedloop.api.RepoId;
import io.closedloop.api.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The App itself, before it asks for an installation's rights: signs a short-lived word. */
final class AppJwt implements Identity {
  /** Whose limits these requests count against. */
  static final String ACCOUNT = "app";

  /** GitHub refuses what seems to come from the future. */
  private static final Duration SKEW = Duration.ofSeconds(60);

  /** GitHub takes ten minutes at most, by its own clock. */
  private static final Duration LIFE = Duration.ofMinutes(8);

  private final Credentials.App app;
  private final InstantSource clock;
  private final JsonMapper json = JsonMapper.builder().build();

  AppJwt(Credentials.App app, InstantSource clock) {
    this.app = app;
    this.clock = clock;
  }

  @Override
  public Grant grant(@Nullable RepoId repo) {
    Instant now = clock.instant();
    return new Grant(ACCOUNT, signed(now), now);
  }

  @Override
  public boolean worthAnother(@Nullable RepoId repo, Grant grant, int status, boolean before) {
    return false;
  }

  private Secret signed(Instant now) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iat", now.minus(SKEW).getEpochSecond());
    claims.put("exp", now.plus(LIFE).getEpochSecond());
    claims.put("iss", app.id());
    String text = part(Map.of("alg", "RS256", "typ", "JWT")) + "." + part(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(app.key().reveal());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return Secret.of(text + "." + base64(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the App's key read well at start but does not sign", e);
    }
  }

  private String part(Map<String, ?> content) {
    return base64(json.writeValueAsBytes(content));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
