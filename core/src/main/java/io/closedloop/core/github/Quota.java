package io.closedloop.core.github;

import java.time.Instant;

/** What GitHub last said of an hourly limit. */
record Quota(int limit, int remaining, Instant resetAt) {}
