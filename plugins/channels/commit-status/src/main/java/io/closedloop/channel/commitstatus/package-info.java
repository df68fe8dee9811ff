/** The channel commit status: a plugin; uses {@code io.closedloop.api} only. */
@NullMarked
package io.closedloop.channel.commitstatus;

import org.jspecify.annotations.NullMarked;
