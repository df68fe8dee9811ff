/**
 * A GitHub stand-in on loopback for the demo and for end-to-end tests: its control API and its
 * main. May use every package below; uses nothing of core or plugin-api.
 */
@NullMarked
package io.closedloop.sandbox;

import org.jspecify.annotations.NullMarked;
