package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/**
 * Names a credential that the operator declared; the core resolves it at the last moment. It holds
 * no secret.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record CredentialRef(String name, Kind kind) {
  /** How the credential is presented. */
  public enum Kind {
    TOKEN,
    BASIC,
    MTLS,
    OAUTH_CLIENT_CREDENTIALS
  }
}
