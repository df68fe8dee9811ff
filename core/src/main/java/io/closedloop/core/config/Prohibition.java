package io.closedloop.core.config;

/** A kind of effect that is never carried out while it is listed, whoever proposes it. */
public enum Prohibition {
  FILE_DELETION,
  CREDENTIAL_MODIFICATION,
  PRODUCTION_DEPLOYMENT,
  USER_MANAGEMENT
}
