/**
 * Eight plugins that the API was tried on, each with its test: to learn from and to copy; uses
 * {@code io.closedloop.api} only.
 */
@NullMarked
package io.closedloop.example;

import org.jspecify.annotations.NullMarked;
