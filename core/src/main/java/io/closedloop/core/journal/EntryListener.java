package io.closedloop.core.journal;

/** Hears of each entry after it is on disk; must return quickly. */
@FunctionalInterface
public interface EntryListener {
  void appended(Entry entry);
}
