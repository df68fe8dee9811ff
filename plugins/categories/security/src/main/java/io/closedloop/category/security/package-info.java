/** The category security: a plugin; uses {@code io.closedloop.api} only. */
@NullMarked
package io.closedloop.category.security;

import org.jspecify.annotations.NullMarked;
