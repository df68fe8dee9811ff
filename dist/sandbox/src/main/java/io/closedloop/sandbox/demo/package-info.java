/**
 * The demonstration: drives the built product as a user does, by its launcher, its REST interface
 * and the stand-in for GitHub. May use the control API, the scenarios and the world; uses nothing
 * of core.
 */
@NullMarked
package io.closedloop.sandbox.demo;

import org.jspecify.annotations.NullMarked;
