/** The category infrastructure: a plugin; uses {@code io.closedloop.api} only. */
@NullMarked
package io.closedloop.category.infrastructure;

import org.jspecify.annotations.NullMarked;
