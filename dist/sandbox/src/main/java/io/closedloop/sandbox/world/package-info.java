/**
 * The state a forge keeps: accounts, repositories, pull requests, runs, jobs, comments, statuses.
 * May use git. Read and changed only while holding the world's lock.
 */
@NullMarked
package io.closedloop.sandbox.world;

import org.jspecify.annotations.NullMarked;
