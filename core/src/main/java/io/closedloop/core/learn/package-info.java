/**
 * What the incidents of the past say in figures: how long failures took to be seen and mended, and
 * how often that went well; and what the jobs of a window say, among which a failure is weighed.
 * Keeps what it counts beside the facts, in their transaction. May use incidents and the store.
 */
@NullMarked
package io.closedloop.core.learn;

import org.jspecify.annotations.NullMarked;
