/**
 * The way from a failure to its proven recovery: watching GitHub, asking actions, judging what they
 * propose, approval, carrying effects out, and reading the proof. May use incident, plan, plugin,
 * schedule, github, workspace and diagnose.
 */
@NullMarked
package io.closedloop.core.recover;

import org.jspecify.annotations.NullMarked;
