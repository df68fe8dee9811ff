package io.closedloop.core.config;

/** How far a recovery may go by itself; each constant is narrower than the one before it. */
public enum Mode {
  AUTOMATIC,
  SUPERVISED,
  ANALYSIS_ONLY
}
