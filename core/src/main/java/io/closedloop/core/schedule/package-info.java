/**
 * Do this at that time, at least once, also after a crash: tasks written in the transaction of the
 * fact that they follow from, and run by db-scheduler. May use {@code store}.
 */
@NullMarked
package io.closedloop.core.schedule;

import org.jspecify.annotations.NullMarked;
