package io.closedloop.core.config;

import io.closedloop.api.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The GitHub App that closedloop acts as.
 *
 * @param id the App's number or its client id
 * @param privateKey in PEM, as GitHub hands it out or as PKCS#8
 */
public record GithubApp(String id, Secret privateKey) {

  public GithubApp(@Nullable String id, @Nullable Secret privateKey) {
    // What is there comes before what is missing, so that one run tells of both.
    if (privateKey != null) {
      var _ = SigningKey.of(privateKey);
    }
    if (id == null || !id.matches("[A-Za-z0-9._-]{1,100}")) {
      throw new IllegalArgumentException(
          "id must be the App's id or client id, as its page under Settings, Developer settings,"
              + " GitHub Apps shows it");
    }
    if (privateKey == null) {
      throw new IllegalArgumentException(
          "private_key is missing; write \"${file:PATH}\" with the .pem file that GitHub made for"
              + " the App");
    }
    this.id = id;
    this.privateKey = privateKey;
  }

  /** The key, ready to sign with. */
  public SigningKey key() {
    return SigningKey.of(privateKey);
  }
}
