package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.time.InstantSource;
import org.apiguardian.api.API;
import org.slf4j.Logger;

/**
 * What the core lends to one plugin instance: everything a plugin may reach that is not an argument
 * of the call.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface PluginContext {
  /** The name of this instance in the configuration. */
  String instance();

  /** The only clock a plugin may read; tests move it. */
  InstantSource clock();

  /** A logger that carries the instance's name; secrets are redacted behind it. */
  Logger logger();

  /** Reads of other systems, limited to the hosts that the instance declared. */
  Http http();

  /**
   * Parses JSON text.
   *
   * @throws IllegalArgumentException when the text is not JSON; the message gives line and column
   */
  Json parseJson(String text);

  /**
   * Messages on GitHub, limited to the permissions that a channel declared; for anyone else each
   * call is refused.
   */
  GitHubMessages messages();
}
