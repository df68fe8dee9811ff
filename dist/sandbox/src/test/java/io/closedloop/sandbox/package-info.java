/** Tests of the stand-in, over HTTP and through its control API. May use everything of it. */
@NullMarked
package io.closedloop.sandbox;

import org.jspecify.annotations.NullMarked;
