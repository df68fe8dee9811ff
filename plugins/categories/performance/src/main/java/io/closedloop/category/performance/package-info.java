/** The category performance: a plugin; uses {@code io.closedloop.api} only. */
@NullMarked
package io.closedloop.category.performance;

import org.jspecify.annotations.NullMarked;
