package io.closedloop.core.github;

/** A comment on a pull request. {@code author} is empty when the account is gone. */
public record Comment(long id, String author, String body, String url) {}
