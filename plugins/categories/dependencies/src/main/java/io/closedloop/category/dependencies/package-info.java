/** The category dependencies: a plugin; uses {@code io.closedloop.api} only. */
@NullMarked
package io.closedloop.category.dependencies;

import org.jspecify.annotations.NullMarked;
