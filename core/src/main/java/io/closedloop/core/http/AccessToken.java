package io.closedloop.core.http;

import io.closedloop.api.Secret;

/**
 * A token that somebody may present.
 *
 * @param name stands for who presents it, in decisions and in the log
 */
public record AccessToken(String name, Role role, Secret token) {
  public AccessToken {
    if (token.reveal().isBlank()) {
      throw new IllegalArgumentException(
          "the token " + name + " is empty; set one, or remove its file to have it made anew");
    }
  }
}
