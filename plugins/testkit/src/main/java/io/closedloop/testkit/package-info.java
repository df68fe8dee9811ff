/**
 * What a plugin author tests with: contract tests, fakes, a virtual clock; uses the plugin API
 * only.
 */
@NullMarked
package io.closedloop.testkit;

import org.jspecify.annotations.NullMarked;
