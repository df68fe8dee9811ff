/** The category build-deploy: a plugin; uses {@code io.closedloop.api} only. */
@NullMarked
package io.closedloop.category.builddeploy;

import org.jspecify.annotations.NullMarked;
