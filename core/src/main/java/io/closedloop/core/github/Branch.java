package io.closedloop.core.github;

/**
 * A branch as it was when GitHub was asked.
 *
 * @param head the commit that it points to
 * @param ruled whether a direct push would meet a rule; true as well when GitHub does not tell
 */
public record Branch(CommitInfo head, boolean ruled) {}
