package io.closedloop.core.journal;

import java.time.Instant;

/**
 * A fact in its place.
 *
 * @param seq position in the chain, from 1 without gaps
 * @param at when it was appended, in microseconds
 * @param hash covers this entry and, through the one before it, all earlier ones
 */
public record Entry(Chain chain, long seq, Instant at, Fact fact, String hash) {}
