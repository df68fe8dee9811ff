/**
 * The bus: hands each fact to its subscribers once it is in the journal. It only makes things
 * faster; what must happen is a task in the schedule. May use {@code journal}.
 */
@NullMarked
package io.closedloop.core.event;

import org.jspecify.annotations.NullMarked;
