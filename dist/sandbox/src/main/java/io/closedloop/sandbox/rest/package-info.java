/**
 * The handlers of GitHub's REST and GraphQL calls and the JSON shapes they share with webhooks. May
 * use world, git, http, hook and runner.
 */
@NullMarked
package io.closedloop.sandbox.rest;

import org.jspecify.annotations.NullMarked;
