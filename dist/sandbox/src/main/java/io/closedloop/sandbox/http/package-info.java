/**
 * The HTTP front: routing, authentication, rate limit, ETag, pagination, GitHub's errors, and
 * faults on demand. May use world.
 */
@NullMarked
package io.closedloop.sandbox.http;

import org.jspecify.annotations.NullMarked;
