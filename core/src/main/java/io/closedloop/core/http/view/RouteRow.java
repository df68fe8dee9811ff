package io.closedloop.core.http.view;

/**
 * A route in the list.
 *
 * @param takes the names of its parameters and of its body's members; may be empty
 * @param statuses what it answers with when nothing is wrong with the caller or the server
 */
public record RouteRow(
    String method, String template, String summary, String who, String takes, String statuses) {}
