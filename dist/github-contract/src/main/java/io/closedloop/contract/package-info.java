/**
 * What GitHub publishes about its interface, pruned to what closedloop uses, and checks against it.
 * For tests only; uses nothing of closedloop.
 */
@NullMarked
package io.closedloop.contract;

import org.jspecify.annotations.NullMarked;
