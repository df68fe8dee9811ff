package io.closedloop.sandbox.http;

/**
 * One request that reached the API, and its status; {@code answered} is false where the connection
 * was cut instead of an answer.
 */
public record Seen(String method, String path, int status, boolean answered, String login) {}
