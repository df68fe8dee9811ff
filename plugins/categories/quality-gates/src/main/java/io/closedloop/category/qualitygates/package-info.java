/** The category quality gates: a plugin; uses {@code io.closedloop.api} only. */
@NullMarked
package io.closedloop.category.qualitygates;

import org.jspecify.annotations.NullMarked;
