/** The action format: a plugin; uses {@code io.closedloop.api} only. */
@NullMarked
package io.closedloop.action.format;

import org.jspecify.annotations.NullMarked;
