package io.closedloop.core.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of a list, as the API sends it; {@code next} is null on the last. */
record Items<T>(List<T> items, @Nullable String next) {}
