/**
 * Reads a job's log as it streams by, matches all signatures of all categories in one pass, and
 * says what went wrong. That is pure: no network, no clock, no state between logs. Around it, the
 * log and what else is known of the commit come from {@code github}; otherwise uses {@code api} and
 * {@code config}. Also how urgent a failure is, which is a pure function, and what changed since a
 * workflow was last green, for which GitHub is asked.
 */
@NullMarked
package io.closedloop.core.diagnose;

import org.jspecify.annotations.NullMarked;
