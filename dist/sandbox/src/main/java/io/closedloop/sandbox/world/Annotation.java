package io.closedloop.sandbox.world;

/** A remark that a job leaves at a line of a file; {@code level} is notice, warning or failure. */
public record Annotation(String path, int line, String level, String title, String message) {}
