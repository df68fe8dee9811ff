package io.closedloop.core.app;

/** How {@code analyze} prints; the names are what the user types. */
enum AnalysisFormat {
  text,
  json,
  jsonl
}
