package io.closedloop.sandbox.world;

import io.closedloop.sandbox.git.Signature;
import java.time.Instant;

/** A user of the forge; a login that ends in {@code [bot]} is an app's. */
public record Account(long id, String login) {

  public boolean isBot() {
    return login.endsWith("[bot]");
  }

  public String email() {
    return id + "+" + login + "@users.noreply.github.com";
  }

  public Signature signature(Instant when) {
    return new Signature(login, email(), when);
  }
}
