package io.closedloop.core.github;

import java.time.Instant;

/** What GitHub last said of the hourly limit of its REST calls. */
public record Quota(int limit, int remaining, Instant resetAt) {}
