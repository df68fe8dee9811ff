/** Tests of the client against a scripted server on loopback and a clock that moves by itself. */
@NullMarked
package io.closedloop.core.github;

import org.jspecify.annotations.NullMarked;
