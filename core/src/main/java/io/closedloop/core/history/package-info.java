/**
 * What is kept of failed jobs beside their incidents: how each was diagnosed, and an excerpt of its
 * log, so that other signatures can be tried on it later. May use the store and {@code diagnose}.
 */
@NullMarked
package io.closedloop.core.history;

import org.jspecify.annotations.NullMarked;
