package io.closedloop.core.config;

import java.util.List;
import java.util.Map;

/**
 * The whole configuration; its components are the top-level keys.
 *
 * @param recoveryStreams named lanes; empty for one per category
 * @param credentials by the name that plugins use
 */
public record Config(
    Automation automation,
    List<String> recoveryStreams,
    FailureDetection failureDetection,
    RetryMechanisms retryMechanisms,
    RecoveryActions recoveryActions,
    CircuitBreakers circuitBreakers,
    Rollback rollback,
    Notifications notifications,
    QualityGates qualityGates,
    Performance performance,
    Security security,
    Advanced advanced,
    Server server,
    Github github,
    Store store,
    Plugins plugins,
    DiagnosisSettings diagnosis,
    Limits limits,
    CommitSettings commit,
    Map<String, Credential> credentials) {

  static final Config DEFAULT =
      new Config(
          Automation.DEFAULT,
          List.of(),
          FailureDetection.DEFAULT,
          RetryMechanisms.DEFAULT,
          RecoveryActions.DEFAULT,
          CircuitBreakers.DEFAULT,
          Rollback.DEFAULT,
          Notifications.DEFAULT,
          QualityGates.DEFAULT,
          Performance.DEFAULT,
          Security.DEFAULT,
          Advanced.DEFAULT,
          Server.DEFAULT,
          Github.DEFAULT,
          Store.DEFAULT,
          Plugins.DEFAULT,
          DiagnosisSettings.DEFAULT,
          Limits.DEFAULT,
          CommitSettings.DEFAULT,
          Map.of());
}
