/** End-to-end tests against the built distribution; they run it as a process, as a user does. */
@NullMarked
package io.closedloop.dist;

import org.jspecify.annotations.NullMarked;
