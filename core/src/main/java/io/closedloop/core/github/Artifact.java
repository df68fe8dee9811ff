package io.closedloop.core.github;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a run left behind: a zip archive of that many bytes. */
public record Artifact(
    long id, String name, long bytes, boolean expired, @Nullable Instant createdAt) {}
