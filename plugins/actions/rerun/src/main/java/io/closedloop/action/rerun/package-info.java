/** The action rerun: a plugin; uses {@code io.closedloop.api} only. */
@NullMarked
package io.closedloop.action.rerun;

import org.jspecify.annotations.NullMarked;
