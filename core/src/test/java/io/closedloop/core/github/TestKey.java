package io.closedloop.core.github;

import io.closedloop.api.Secret;
import io.closedloop.core.config.GithubApp;
import io.closedloop.core.config.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A key pair made for a test. */
record TestKey(KeyPair pair) {

  static TestKey make() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return new TestKey(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  SigningKey signing() {
    String body = Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded());
    return new GithubApp(
            "1",
            Secret.of("-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n"))
        .key();
  }

  /** The claims, if the signature holds. */
  JsonNode verified(String jwt) {
    String[] parts = jwt.split("\\.", -1);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(pair.getPublic());
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      if (!signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
        throw new AssertionError("the signature does not hold: " + jwt);
      }
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
    return JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(parts[1]));
  }
}
