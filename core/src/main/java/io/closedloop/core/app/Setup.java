package io.closedloop.core.app;

import io.closedloop.core.config.Loaded;
import io.closedloop.core.diagnose.DiagnosisEngine;
import io.closedloop.core.diagnose.PriorityRules;
import io.closedloop.core.intake.WebhookSignature;
import io.closedloop.core.notify.Routing;
import io.closedloop.core.outage.OutageRules;
import io.closedloop.core.plan.Policy;
import io.closedloop.core.plugin.Catalogue;
import java.util.function.Supplier;

/**
 * What the running server works by and a reload replaces: all of it comes from one reading of the
 * configuration.
 *
 * @param loaded without problems
 * @param engine waits until the signatures are read
 */
record Setup(
    Loaded loaded,
    Settings settings,
    Catalogue catalogue,
    Supplier<DiagnosisEngine> engine,
    WebhookSignature signature,
    Rules rules) {

  /** The settings in the terms of those who decide by them. */
  record Rules(
      Policy policy,
      io.closedloop.core.workspace.Policy boundaries,
      Routing routing,
      PriorityRules priorities,
      OutageRules outages) {}

  static Setup of(
      Loaded loaded,
      Settings settings,
      Catalogue catalogue,
      Supplier<DiagnosisEngine> engine,
      WebhookSignature signature) {
    return new Setup(
        loaded,
        settings,
        catalogue,
        engine,
        signature,
        new Rules(
            settings.policy(catalogue),
            settings.boundaries(),
            settings.routing(),
            settings.priorities(catalogue),
            settings.outages(catalogue)));
  }
}
