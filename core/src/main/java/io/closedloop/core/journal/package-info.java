/**
 * The append-only record of facts: event source, audit trail and live feed in one. A chain per
 * incident and one for the system; each entry's hash covers the one before it, and checkpoints on
 * the system chain cover the heads of all chains, so that altered, missing and cut-off entries are
 * found. Whoever can rewrite the whole database can also rewrite all hashes: against that, keep a
 * checkpoint elsewhere. May use {@code store} and the plugin API.
 */
@NullMarked
package io.closedloop.core.journal;

import org.jspecify.annotations.NullMarked;
