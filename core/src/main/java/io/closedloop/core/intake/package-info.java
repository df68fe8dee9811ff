/**
 * Deliveries in: signature, durability, de-duplication, and telling listeners what happened on
 * GitHub. May use the store, the schedule, the event bus and the GitHub client; knows nothing of
 * incidents.
 */
@NullMarked
package io.closedloop.core.intake;

import org.jspecify.annotations.NullMarked;
