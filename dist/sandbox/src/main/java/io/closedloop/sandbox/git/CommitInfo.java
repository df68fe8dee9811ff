package io.closedloop.sandbox.git;

import java.util.List;
import org.eclipse.jgit.revwalk.RevCommit;

/** What a commit object says. */
public record CommitInfo(
    String sha,
    String tree,
    List<String> parents,
    Signature author,
    Signature committer,
    String message) {

  public CommitInfo {
    parents = List.copyOf(parents);
  }

  /** The first line of the message. */
  public String headline() {
    return message.lines().findFirst().orElse("");
  }

  static CommitInfo of(RevCommit commit) {
    return new CommitInfo(
        commit.getName(),
        commit.getTree().getName(),
        List.of(commit.getParents()).stream().map(RevCommit::getName).toList(),
        Signature.of(commit.getAuthorIdent()),
        Signature.of(commit.getCommitterIdent()),
        commit.getFullMessage());
  }
}
