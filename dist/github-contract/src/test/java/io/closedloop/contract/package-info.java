/** Tests of the checks themselves. */
@NullMarked
package io.closedloop.contract;

import org.jspecify.annotations.NullMarked;
