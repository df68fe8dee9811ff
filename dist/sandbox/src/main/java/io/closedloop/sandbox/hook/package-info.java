/**
 * Signed webhook deliveries with a ledger and faults on demand. Uses no other package of the
 * sandbox but the JSON helper.
 */
@NullMarked
package io.closedloop.sandbox.hook;

import org.jspecify.annotations.NullMarked;
