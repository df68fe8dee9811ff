package io.closedloop.core.app;

import io.closedloop.core.config.Loaded;
import io.closedloop.core.diagnose.DiagnosisEngine;
import io.closedloop.core.event.Bus;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.http.HttpOptions;
import io.closedloop.core.intake.WebhookSignature;
import io.closedloop.core.plugin.PluginCall;
import io.closedloop.core.plugin.PluginHost;
import io.closedloop.core.store.Store;
import io.closedloop.core.workspace.Sandbox;
import io.closedloop.core.workspace.WorkspaceOptions;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;

/** What stands before anything is injected: opened in this order, each needing the ones before. */
record Foundation(
    InstantSource clock,
    PrometheusMeterRegistry meters,
    Loaded configuration,
    Settings settings,
    GitHub github,
    PluginCall calls,
    PluginHost plugins,
    DiagnosisEngine engine,
    WorkspaceOptions workspaceOptions,
    Sandbox sandbox,
    HttpOptions http,
    WebhookSignature signature,
    Bus bus,
    Store store) {}
