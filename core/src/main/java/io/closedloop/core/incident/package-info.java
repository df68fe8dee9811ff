/**
 * The one owner of incident state: what an incident is, which facts change it and how (pure), where
 * it is stored and how it is found. May use the event bus and the store.
 */
@NullMarked
package io.closedloop.core.incident;

import org.jspecify.annotations.NullMarked;
