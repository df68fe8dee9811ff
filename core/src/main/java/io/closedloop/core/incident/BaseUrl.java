package io.closedloop.core.incident;

/** Where people reach closedloop. */
@FunctionalInterface
public interface BaseUrl {
  /** The address without a slash at the end; known for certain once the server listens. */
  String url();
}
