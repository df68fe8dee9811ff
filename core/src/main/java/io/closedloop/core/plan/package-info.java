/**
 * Which actions are tried for a failure, in which order, in which mode, and how long to wait: pure
 * functions over the policy. May use the api, the incident's records and nothing that acts.
 */
@NullMarked
package io.closedloop.core.plan;

import org.jspecify.annotations.NullMarked;
