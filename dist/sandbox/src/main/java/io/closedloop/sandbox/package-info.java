/**
 * A stand-in for GitHub on loopback, for the demo and the end-to-end tests; uses nothing of the
 * server.
 */
@NullMarked
package io.closedloop.sandbox;

import org.jspecify.annotations.NullMarked;
