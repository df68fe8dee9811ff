package io.closedloop.sandbox;

import static io.closedloop.sandbox.world.Json.object;

import io.closedloop.sandbox.world.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/** An App's key, and what is signed with it. */
record AppSigner(KeyPair pair) {

  static AppSigner make() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return new AppSigner(generator.generateKeyPair());
  }

  PublicKey publicKey() {
    return pair.getPublic();
  }

  String jwt(String issuer, Instant issued, Instant expires) throws GeneralSecurityException {
    String text =
        part(object("alg", "RS256"))
            + "."
            + part(
                object(
                    "iss",
                    issuer,
                    "iat",
                    issued.getEpochSecond(),
                    "exp",
                    expires.getEpochSecond()));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(pair.getPrivate());
    signature.update(text.getBytes(StandardCharsets.US_ASCII));
    return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
  }

  private static String part(JsonNode node) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(node));
  }
}
