package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/**
 * Makes recovery actions of one type.
 *
 * @param <C> the configuration record
 */
@API(status = EXPERIMENTAL, since = "0.1")
public non-sealed interface RecoveryActionFactory<C extends Record> extends PluginFactory<C> {

  /**
   * Makes one instance; called once for each name that the configuration gives to this type.
   *
   * @param config the bound section, never null
   * @param context what the core lends to this instance for its whole life
   */
  RecoveryAction create(C config, PluginContext context);
}
