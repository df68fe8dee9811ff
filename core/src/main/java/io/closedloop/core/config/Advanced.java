package io.closedloop.core.config;

import io.closedloop.api.Secret;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is off unless asked for.
 *
 * @param integrations defaults for the plugin types of these names
 */
public record Advanced(
    MachineLearning machineLearning,
    Experimental experimental,
    Map<String, Integration> integrations) {

  static final Advanced DEFAULT =
      new Advanced(MachineLearning.DEFAULT, Experimental.DEFAULT, Map.of());

  /** Learning from outcomes. */
  public record MachineLearning(
      boolean enabled,
      boolean failurePrediction,
      boolean patternRecognition,
      boolean adaptiveThresholds) {
    static final MachineLearning DEFAULT = new MachineLearning(false, false, true, false);
  }

  /** What may change or go. */
  public record Experimental(
      boolean enabled,
      boolean autoPrCreation,
      boolean predictiveScaling,
      boolean crossRepoLearning) {
    static final Experimental DEFAULT = new Experimental(false, false, false, false);
  }

  /** The settings that an outside system may need; each uses a few of them. */
  public record Integration(
      boolean enabled,
      @Nullable Secret webhookUrl,
      @Nullable Secret integrationKey,
      @Nullable String smtpServer,
      @Nullable String address,
      boolean prometheusMetrics,
      boolean grafanaDashboards) {
    static final Integration DEFAULT = new Integration(false, null, null, null, null, false, false);
  }
}
