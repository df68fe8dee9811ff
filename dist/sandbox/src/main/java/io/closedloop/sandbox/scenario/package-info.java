/**
 * What the demo plays: repositories as resources, the pull request that starts each one, and the
 * end each should have. May use the control API.
 */
@NullMarked
package io.closedloop.sandbox.scenario;

import org.jspecify.annotations.NullMarked;
