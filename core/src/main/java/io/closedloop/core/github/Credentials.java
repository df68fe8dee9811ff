package io.closedloop.core.github;

import io.closedloop.api.Secret;
import io.closedloop.core.config.SigningKey;

/** What closedloop shows to GitHub to be let in. */
public sealed interface Credentials {

  /** Nothing: public repositories can be read, slowly. */
  record None() implements Credentials {}

  /** A token of a user. */
  record Token(Secret token) implements Credentials {}

  /**
   * A GitHub App.
   *
   * @param id its number or its client id
   */
  record App(String id, SigningKey key) implements Credentials {}
}
