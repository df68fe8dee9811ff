/**
 * What a plugin author tests with: contract tests, fakes, a virtual clock, golden logs. Uses the
 * plugin API, JUnit, AssertJ, and Jackson to read JSON; nothing of core.
 */
@NullMarked
package io.closedloop.testkit;

import org.jspecify.annotations.NullMarked;
