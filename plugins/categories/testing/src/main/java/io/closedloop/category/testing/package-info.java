/** The category testing: a plugin; uses {@code io.closedloop.api} only. */
@NullMarked
package io.closedloop.category.testing;

import org.jspecify.annotations.NullMarked;
