/**
 * The contract between closedloop and its plugins: a category names what went wrong, an action
 * proposes what to do about it, a channel delivers one message. Only the core carries effects out.
 * Uses nothing but PF4J's marker, JSpecify and SLF4J.
 */
@NullMarked
package io.closedloop.api;

import org.jspecify.annotations.NullMarked;
