/** The program: command line and wiring; the only package that knows all the others. */
@NullMarked
package io.closedloop.core.app;

import org.jspecify.annotations.NullMarked;
