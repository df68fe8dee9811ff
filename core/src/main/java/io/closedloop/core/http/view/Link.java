package io.closedloop.core.http.view;

import org.jspecify.annotations.Nullable;

/** A text, and where it leads; null when nowhere. */
public record Link(String text, @Nullable String href) {}
