/**
 * Measurements of the built distribution against what users could run instead: each contestant in
 * turn, round after round, so that whatever else the machine does meets all of them. Uses anything;
 * nothing uses it, and it is not shipped.
 */
@NullMarked
package io.closedloop.benchmarks;

import org.jspecify.annotations.NullMarked;
