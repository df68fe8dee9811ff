/**
 * Outages: the same root cause in several repositories within a short time. While one lasts,
 * nothing is run again because of it; then one re-run tries whether it is over, and the others
 * follow one at a time. Keeps its rows in the transaction of the incidents' facts. May use
 * incidents, the journal, the schedule and the store.
 */
@NullMarked
package io.closedloop.core.outage;

import org.jspecify.annotations.NullMarked;
