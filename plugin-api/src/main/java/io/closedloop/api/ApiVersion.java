package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/**
 * The version of this contract. A plugin's manifest may narrow it with {@code Plugin-Requires}, for
 * example {@code >=0.1.0 & <1.0.0}.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public final class ApiVersion {
  /** The version that this jar defines, as major.minor.patch. */
  public static final String CURRENT = "0.1.0";

  private ApiVersion() {}
}
