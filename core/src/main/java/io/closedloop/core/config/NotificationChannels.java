package io.closedloop.core.config;

import java.util.List;

/**
 * Names of the channels that are told of each outcome; a plain list in its place means the same for
 * all four.
 */
public record NotificationChannels(
    List<String> success,
    List<String> partialSuccess,
    List<String> failure,
    List<String> critical) {

  static final NotificationChannels DEFAULT = ofList(List.of());

  /** The same channels for every outcome. */
  @PlainList
  public static NotificationChannels ofList(List<String> channels) {
    return new NotificationChannels(channels, channels, channels, channels);
  }
}
