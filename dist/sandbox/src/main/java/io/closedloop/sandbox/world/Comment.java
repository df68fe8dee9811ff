package io.closedloop.sandbox.world;

import java.time.Instant;

/** A comment on an issue or a pull request. */
public record Comment(
    long id, int issue, Account author, String body, Instant createdAt, Instant updatedAt) {

  Comment edited(String text, Instant at) {
    return new Comment(id, issue, author, text, createdAt, at);
  }
}
