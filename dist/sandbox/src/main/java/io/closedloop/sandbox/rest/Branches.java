package io.closedloop.sandbox.rest;

import io.closedloop.sandbox.runner.Actions;
import io.closedloop.sandbox.world.Account;
import io.closedloop.sandbox.world.PullRequest;
import io.closedloop.sandbox.world.Repo;
import io.closedloop.sandbox.world.Run;
import io.closedloop.sandbox.world.World;

/** Moves branches and opens pull requests, with everything that follows from it. */
public final class Branches {
  private final World world;
  private final Announcer announcer;
  private final Actions actions;

  public Branches(World world, Announcer announcer, Actions actions) {
    this.world = world;
    this.announcer = announcer;
    this.actions = actions;
  }

  /** Points a branch at a commit: a push event, its runs, and open pull requests follow. */
  public void move(Repo repo, String branch, String sha, Account by) {
    String before = repo.git().branch(branch).orElse(null);
    repo.git().move(branch, sha);
    announcer.push(repo, branch, before, sha, by);
    actions.event(new Run.Origin(repo, "push", repo, branch, sha, by), branch);
    for (Repo base : world.repos()) {
      for (PullRequest pull : base.pulls()) {
        if (pull.isOpen()
            && pull.head().repo().equals(repo)
            && pull.head().branch().equals(branch)) {
          pull.follow(sha, world.now());
          announcer.pull("synchronize", base, pull, by);
          check(base, pull, by);
        }
      }
    }
  }

  public PullRequest open(Repo base, PullRequest.Head head, PullRequest.Text text, Account author) {
    PullRequest pull = new PullRequest(base, author, head, text, world.now());
    base.add(pull);
    announcer.pull("opened", base, pull, author);
    check(base, pull, author);
    return pull;
  }

  public void close(Repo base, PullRequest pull, Account by) {
    pull.close(world.now());
    announcer.pull("closed", base, pull, by);
  }

  /** GitHub builds the merge with the base; the sandbox builds the head itself. */
  private void check(Repo base, PullRequest pull, Account by) {
    actions.event(
        new Run.Origin(
            base, "pull_request", pull.head().repo(), pull.head().branch(), pull.headSha(), by),
        pull.head().base());
  }
}
