/**
 * Reads workflow files and really runs their steps as processes; log and conclusion come from the
 * process. May use world and git.
 */
@NullMarked
package io.closedloop.sandbox.runner;

import org.jspecify.annotations.NullMarked;
