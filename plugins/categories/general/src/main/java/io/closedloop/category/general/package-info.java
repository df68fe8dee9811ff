/** The category general: a plugin; uses {@code io.closedloop.api} only. */
@NullMarked
package io.closedloop.category.general;

import org.jspecify.annotations.NullMarked;
