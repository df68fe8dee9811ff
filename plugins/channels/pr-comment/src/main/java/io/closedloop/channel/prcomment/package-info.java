/** The channel pr comment: a plugin; uses {@code io.closedloop.api} only. */
@NullMarked
package io.closedloop.channel.prcomment;

import org.jspecify.annotations.NullMarked;
