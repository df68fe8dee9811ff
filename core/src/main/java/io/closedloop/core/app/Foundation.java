package io.closedloop.core.app;

import io.closedloop.core.event.Bus;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.http.HttpOptions;
import io.closedloop.core.plugin.PluginCall;
import io.closedloop.core.plugin.PluginHost;
import io.closedloop.core.store.Store;
import io.closedloop.core.workspace.Sandbox;
import io.closedloop.core.workspace.WorkspaceOptions;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.function.Supplier;

/** What stands before anything is injected: opened in this order, each needing the ones before. */
record Foundation(
    InstantSource clock,
    PrometheusMeterRegistry meters,
    Live<Setup> setup,
    Supplier<Bootstrap.Reread> reread,
    GitHub github,
    PluginCall calls,
    PluginHost plugins,
    WorkspaceOptions workspaceOptions,
    Sandbox sandbox,
    HttpOptions http,
    Bus bus,
    Store store) {}
