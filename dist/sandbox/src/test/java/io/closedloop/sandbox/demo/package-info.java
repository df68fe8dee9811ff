/** Tests of what the demo says and of how it judges; the whole of it is an end-to-end test. */
@NullMarked
package io.closedloop.sandbox.demo;

import org.jspecify.annotations.NullMarked;
