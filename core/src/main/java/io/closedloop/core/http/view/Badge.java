package io.closedloop.core.http.view;

/** A word in a colour. */
public record Badge(String word, Tone tone) {

  /** A badge whose underscores are spaces. */
  static Badge of(String word, Tone tone) {
    return new Badge(word.replace('_', ' '), tone);
  }
}
