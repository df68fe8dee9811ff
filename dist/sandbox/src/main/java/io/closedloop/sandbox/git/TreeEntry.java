package io.closedloop.sandbox.git;

/** One line of a git tree; {@code size} is in bytes and -1 for anything but a blob. */
public record TreeEntry(String path, String mode, String type, String sha, long size) {}
