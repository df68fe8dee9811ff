/**
 * Tells people: which channel is told about which incident, what it says, and a ledger of what was
 * delivered. One channel's outage delays no other. May use incident, plugin and schedule.
 */
@NullMarked
package io.closedloop.core.notify;

import org.jspecify.annotations.NullMarked;
