package io.closedloop.sandbox.http;

/**
 * One request that reached the API, and its status; {@code answered} is false where the connection
 * was cut instead of an answer; the status is 0 where it was not carried out either.
 */
public record Seen(String method, String path, int status, boolean answered, String login) {}
