package io.closedloop.sandbox.world;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A pull request of a repository; its head follows the branch while it is open. */
public final class PullRequest {
  private final long id;
  private final int number;
  private final Account author;
  private final Head head;
  private final Text text;
  private final Instant createdAt;
  private String headSha;
  private boolean open = true;
  private Instant updatedAt;

  /** Where the commits come from and where they shall go. */
  public record Head(Repo repo, String branch, String base) {}

  /** Title and body as the author wrote them. */
  public record Text(String title, @Nullable String body, boolean draft) {}

  public PullRequest(Repo base, Account author, Head head, Text text, Instant createdAt) {
    this.id = base.world().nextId();
    this.number = base.nextNumber();
    this.author = author;
    this.head = head;
    this.text = text;
    this.createdAt = createdAt;
    this.updatedAt = createdAt;
    this.headSha = head.repo().git().branch(head.branch()).orElseThrow();
  }

  public long id() {
    return id;
  }

  public int number() {
    return number;
  }

  public Account author() {
    return author;
  }

  public Head head() {
    return head;
  }

  public Text text() {
    return text;
  }

  public String headSha() {
    return headSha;
  }

  public boolean isOpen() {
    return open;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Instant updatedAt() {
    return updatedAt;
  }

  public void follow(String sha, Instant at) {
    headSha = sha;
    updatedAt = at;
  }

  public void close(Instant at) {
    open = false;
    updatedAt = at;
  }
}
