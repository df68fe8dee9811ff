package io.closedloop.core.github;

/**
 * One entry of a tree, at whatever depth.
 *
 * @param mode git's mode, for example {@code 100644}
 * @param size in bytes, 0 for what is no file
 */
public record TreeEntry(String path, String mode, String sha, long size) {}
