package io.closedloop.sandbox.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** The reading side of a repository: commits, trees, files and differences. */
public final class GitReader {
  private final Repository repository;

  GitReader(Repository repository) {
    this.repository = repository;
  }

  /** The full SHA of the commit that a full or shortened SHA names. */
  public Optional<String> commitSha(String sha) {
    if (!sha.matches("[0-9a-f]{4,40}")) {
      return Optional.empty();
    }
    return reading(walk -> {
      ObjectId id = repository.resolve(sha);
      if (id == null || !isOfType(id, Constants.OBJ_COMMIT)) {
        return Optional.empty();
      }
      return Optional.of(id.getName());
    });
  }

  /** The full SHA of the tree that a commit or a tree has. */
  public Optional<String> treeSha(String treeish) {
    if (!treeish.matches("[0-9a-f]{40}")) {
      return Optional.empty();
    }
    return reading(walk -> {
      ObjectId id = ObjectId.fromString(treeish);
      if (isOfType(id, Constants.OBJ_TREE)) {
        return Optional.of(treeish);
      }
      return isOfType(id, Constants.OBJ_COMMIT)
          ? Optional.of(walk.parseCommit(id).getTree().getName())
          : Optional.empty();
    });
  }

  /** Whether a blob of that name is stored. */
  public boolean hasBlob(String sha) {
    return reading(walk -> isOfType(ObjectId.fromString(sha), Constants.OBJ_BLOB));
  }

  private boolean isOfType(ObjectId id, int type) throws IOException {
    try {
      return repository.open(id).getType() == type;
    } catch (MissingObjectException absent) {
      return false;
    }
  }

  public CommitInfo commit(String sha) {
    return reading(walk -> CommitInfo.of(walk.parseCommit(ObjectId.fromString(sha))));
  }

  /** Newest first: the commits reachable from one but not from the other. */
  public List<CommitInfo> log(String from, @Nullable String without) {
    return reading(walk -> {
      walk.markStart(walk.parseCommit(ObjectId.fromString(from)));
      if (without != null) {
        walk.markUninteresting(walk.parseCommit(ObjectId.fromString(without)));
      }
      List<CommitInfo> commits = new ArrayList<>();
      for (RevCommit commit : walk) {
        commits.add(CommitInfo.of(commit));
      }
      return List.copyOf(commits);
    });
  }

  public boolean isAncestor(String older, String newer) {
    return reading(walk ->
        walk.isMergedInto(
            walk.parseCommit(ObjectId.fromString(older)),
            walk.parseCommit(ObjectId.fromString(newer))));
  }

  public Optional<String> mergeBase(String one, String other) {
    return reading(walk -> {
      walk.setRevFilter(RevFilter.MERGE_BASE);
      walk.markStart(walk.parseCommit(ObjectId.fromString(one)));
      walk.markStart(walk.parseCommit(ObjectId.fromString(other)));
      return Optional.ofNullable(walk.next()).map(RevCommit::getName);
    });
  }

  public List<TreeEntry> entries(String tree, boolean recursive) {
    return reading(walk -> {
      List<TreeEntry> entries = new ArrayList<>();
      try (TreeWalk files = new TreeWalk(repository)) {
        files.addTree(ObjectId.fromString(tree));
        while (files.next()) {
          boolean folder = files.isSubtree();
          ObjectId id = files.getObjectId(0);
          entries.add(
              new TreeEntry(
                  files.getPathString(),
                  String.format("%06o", files.getRawMode(0)),
                  folder ? "tree" : "blob",
                  id.getName(),
                  folder ? -1 : repository.open(id).getSize()));
          if (folder && recursive) {
            files.enterSubtree();
          }
        }
      }
      return List.copyOf(entries);
    });
  }

  /** The entry at a path of a commit, be it a file or a folder. */
  public Optional<TreeEntry> entry(String commit, String path) {
    return reading(walk -> {
      ObjectId tree = walk.parseCommit(ObjectId.fromString(commit)).getTree();
      try (TreeWalk found = TreeWalk.forPath(repository, path, tree)) {
        if (found == null) {
          return Optional.empty();
        }
        ObjectId id = found.getObjectId(0);
        boolean folder = FileMode.TREE.equals(found.getRawMode(0));
        return Optional.of(
            new TreeEntry(
                path,
                String.format("%06o", found.getRawMode(0)),
                folder ? "tree" : "blob",
                id.getName(),
                folder ? -1 : repository.open(id).getSize()));
      }
    });
  }

  public byte[] blob(String sha) {
    return reading(walk -> {
      ObjectLoader loader = repository.open(ObjectId.fromString(sha), Constants.OBJ_BLOB);
      return loader.getCachedBytes(Integer.MAX_VALUE - 8);
    });
  }

  /** The changed files between two commits; without the first, everything counts as added. */
  public List<FileDiff> diff(@Nullable String from, String to) {
    return reading(walk -> {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      List<FileDiff> diffs = new ArrayList<>();
      try (DiffFormatter formatter = new DiffFormatter(out)) {
        formatter.setRepository(repository);
        ObjectId before =
            from == null ? null : walk.parseCommit(ObjectId.fromString(from)).getTree();
        ObjectId after = walk.parseCommit(ObjectId.fromString(to)).getTree();
        for (DiffEntry entry : formatter.scan(before, after)) {
          out.reset();
          FileHeader header = formatter.toFileHeader(entry);
          formatter.format(entry);
          formatter.flush();
          diffs.add(diff(entry, header, out.toString(StandardCharsets.UTF_8)));
        }
      }
      return List.copyOf(diffs);
    });
  }

  private static FileDiff diff(DiffEntry entry, FileHeader header, String text) {
    int additions = 0;
    int deletions = 0;
    for (Edit edit : header.toEditList()) {
      additions += edit.getLengthB();
      deletions += edit.getLengthA();
    }
    int hunk = text.indexOf("\n@@");
    String patch = hunk < 0 ? "" : text.substring(hunk + 1).stripTrailing();
    return switch (entry.getChangeType()) {
      case DELETE ->
          new FileDiff(
              entry.getOldPath(), "removed", entry.getOldId().name(), additions, deletions, patch);
      case ADD, MODIFY, RENAME, COPY ->
          new FileDiff(
              entry.getNewPath(),
              entry.getChangeType() == DiffEntry.ChangeType.ADD ? "added" : "modified",
              entry.getNewId().name(),
              additions,
              deletions,
              patch);
    };
  }

  /** Lays the files of a commit into a folder. */
  public void checkout(String commit, Path folder) {
    String tree = commit(commit).tree();
    try {
      for (TreeEntry entry : entries(tree, true)) {
        Path target = folder.resolve(entry.path()).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException("a path leaves the checkout: " + entry.path());
        }
        if (entry.type().equals("tree")) {
          Files.createDirectories(target);
        } else if (entry.mode().equals("120000")) {
          Files.createSymbolicLink(
              target, Path.of(new String(blob(entry.sha()), StandardCharsets.UTF_8)));
        } else {
          Files.write(target, blob(entry.sha()));
          if (entry.mode().equals("100755") && !target.toFile().setExecutable(true)) {
            throw new IOException("cannot make executable: " + target);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot check out " + commit, e);
    }
  }

  private <T> T reading(Reading<T> reading) {
    try (RevWalk walk = new RevWalk(repository)) {
      return reading.with(walk);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read from " + repository.getDirectory(), e);
    }
  }

  private interface Reading<T> {
    T with(RevWalk walk) throws IOException;
  }
}
