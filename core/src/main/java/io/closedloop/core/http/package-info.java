/**
 * The HTTP edge: webhook, API and pages on Jetty, which no other package sees. Routes are declared
 * as data, handlers turn a {@link io.closedloop.core.http.Call} into an {@link
 * io.closedloop.core.http.Answer}, and every error is turned into one in one place. May use intake,
 * incidents, approvals, figures, and the store, the journal and the GitHub client to read from.
 */
@NullMarked
package io.closedloop.core.http;

import org.jspecify.annotations.NullMarked;
