package io.closedloop.core.http;

import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tokens that open the API, known by their digests. */
final class Tokens {
  private final List<Map.Entry<Caller, byte[]>> known;

  @Inject
  Tokens(HttpOptions options) {
    known =
        options.tokens().stream()
            .map(token ->
                Map.entry(new Caller(token.name(), token.role()), sha256(token.token().reveal())))
            .toList();
  }

  /**
   * Whose token this is. Compares digests with all of them, so that neither length, beginning nor
   * place of a token can be timed.
   */
  Optional<Caller> find(String given) {
    byte[] digest = sha256(given);
    Optional<Caller> found = Optional.empty();
    for (Map.Entry<Caller, byte[]> token : known) {
      if (MessageDigest.isEqual(digest, token.getValue())) {
        found = Optional.of(token.getKey());
      }
    }
    return found;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
