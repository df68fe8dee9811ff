package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;
import org.pf4j.ExtensionPoint;

/**
 * What discovery finds in a plugin jar: an inert maker of instances. Constructing it and asking its
 * type must do no work.
 *
 * @param <C> the record that the instance's section of the configuration is bound to; its compact
 *     constructor may refuse values by throwing {@link IllegalArgumentException} with a message for
 *     the operator
 */
@API(status = EXPERIMENTAL, since = "0.1")
public sealed interface PluginFactory<C extends Record> extends ExtensionPoint
    permits FailureCategoryFactory, RecoveryActionFactory, NotificationChannelFactory {

  /**
   * The name that {@code type:} has in the configuration: lower case with underscores, unique among
   * all plugins of its kind.
   */
  String type();

  /**
   * The record that holds the configuration. Its components are texts, {@link Secret}s, numbers,
   * truth values, enums, lists, maps and records of these. One that is absent from the file arrives
   * as null, 0 or false; the record's compact constructor puts the default in its place.
   */
  Class<C> configType();
}
