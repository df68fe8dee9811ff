/**
 * Reads a job's log as it streams by, matches all signatures of all categories in one pass, and
 * says what went wrong. Pure: no network, no clock, no state between logs. Uses {@code api} and
 * {@code config}.
 */
@NullMarked
package io.closedloop.core.diagnose;

import org.jspecify.annotations.NullMarked;
