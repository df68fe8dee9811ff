package io.closedloop.core.config;

/** How urgent a failure is, most urgent first. */
public enum Level {
  CRITICAL,
  HIGH,
  MEDIUM,
  LOW
}
