package io.closedloop.sandbox.world;

import java.time.Instant;

/** What a run left behind, as a zip archive. */
public record Artifact(long id, Run run, String name, Body zip, Instant createdAt) {}
