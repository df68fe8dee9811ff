package io.closedloop.core.config;

import java.util.List;
import java.util.Map;

/**
 * Which actions a category has, and what they may take.
 *
 * @param categories by the name of the category
 */
public record RecoveryActions(
    @Range(min = 1, max = 100) int maxConcurrentActions,
    @Range(min = 1, max = 86_400) int actionTimeoutSeconds,
    @Range(min = 1, max = 604_800) int totalRecoveryTimeoutSeconds,
    Map<String, Lists> categories) {

  static final RecoveryActions DEFAULT = new RecoveryActions(3, 600, 1800, Map.of());

  /** Names of actions: those that may act by themselves, and those that ask first. */
  public record Lists(List<String> automaticActions, List<String> supervisedActions) {
    static final Lists DEFAULT = new Lists(List.of(), List.of());
  }
}
