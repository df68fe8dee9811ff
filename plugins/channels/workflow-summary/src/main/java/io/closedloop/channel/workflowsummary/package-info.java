/** The channel workflow summary: a plugin; uses {@code io.closedloop.api} only. */
@NullMarked
package io.closedloop.channel.workflowsummary;

import org.jspecify.annotations.NullMarked;
