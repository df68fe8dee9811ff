package io.closedloop.core.github;

/**
 * An attempt of a workflow run.
 *
 * @param run the run's id
 * @param attempt from 1 on
 */
public record RunAttempt(long run, int attempt) {}
