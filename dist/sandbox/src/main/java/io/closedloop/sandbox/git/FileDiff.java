package io.closedloop.sandbox.git;

/**
 * One changed file between two trees: GitHub's status word and a unified patch without its header.
 */
public record FileDiff(
    String path, String status, String sha, int additions, int deletions, String patch) {}
