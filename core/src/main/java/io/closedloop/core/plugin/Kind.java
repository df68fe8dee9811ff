package io.closedloop.core.plugin;

/** The three things that a plugin can be. */
public enum Kind {
  CATEGORY("category", "categories"),
  ACTION("action", "actions"),
  CHANNEL("channel", "channels");

  private final String word;
  private final String key;

  Kind(String word, String key) {
    this.word = word;
    this.key = key;
  }

  /** The key under {@code plugins} that holds instances of this kind. */
  public String key() {
    return key;
  }

  @Override
  public String toString() {
    return word;
  }
}
