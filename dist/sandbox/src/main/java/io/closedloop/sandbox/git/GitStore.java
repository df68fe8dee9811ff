package io.closedloop.sandbox.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * The refs and the writing side of one repository. A fork shares the object store of its parent, as
 * it does on GitHub, and keeps its branches under a prefix of its own.
 */
public final class GitStore implements AutoCloseable {
  private final Repository repository;
  private final String prefix;

  private GitStore(Repository repository, String prefix) {
    this.repository = repository;
    this.prefix = prefix;
  }

  /** Makes an empty bare repository in the folder. */
  public static GitStore create(Path folder) {
    Homeless.install();
    try {
      Repository repository =
          new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
      repository.create(true);
      return new GitStore(repository, Constants.R_HEADS);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create a repository in " + folder, e);
    }
  }

  /** A second set of branches over the same objects, starting as a copy of these. */
  public GitStore fork(String name) {
    GitStore fork = new GitStore(repository, "refs/forks/" + name + "/");
    branches().forEach((branch, sha) -> fork.move(branch, sha));
    return fork;
  }

  public GitReader reader() {
    return new GitReader(repository);
  }

  public SortedMap<String, String> branches() {
    try {
      SortedMap<String, String> branches = new TreeMap<>();
      for (Ref ref : repository.getRefDatabase().getRefsByPrefix(prefix)) {
        branches.put(
            ref.getName().substring(prefix.length()), ObjectId.toString(ref.getObjectId()));
      }
      return branches;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The commit a branch points to. */
  public Optional<String> branch(String name) {
    try {
      return Optional.ofNullable(repository.getRefDatabase().exactRef(prefix + name))
          .map(ref -> ObjectId.toString(ref.getObjectId()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The commit that a branch name, {@code heads/…}, {@code refs/heads/…} or a SHA means. */
  public Optional<String> resolve(String ref) {
    String plain = ref.startsWith("refs/") ? ref.substring("refs/".length()) : ref;
    String name = plain.startsWith("heads/") ? plain.substring("heads/".length()) : plain;
    Optional<String> branch = branch(name);
    return branch.isPresent() ? branch : reader().commitSha(ref);
  }

  /** Whether git accepts this as the name of a branch. */
  public boolean isValidName(String branch) {
    return Repository.isValidRefName(prefix + branch);
  }

  /** Points a branch at a commit, whatever it pointed to before. */
  public void move(String branch, String sha) {
    try {
      RefUpdate update = repository.updateRef(prefix + branch);
      update.setNewObjectId(ObjectId.fromString(sha));
      update.setForceUpdate(true);
      update.disableRefLog();
      RefUpdate.Result result = update.update();
      switch (result) {
        case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
        default ->
            throw new IllegalStateException("cannot move " + branch + " to " + sha + ": " + result);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot move " + branch + " to " + sha, e);
    }
  }

  public String blob(byte[] content) {
    return insert(inserter -> inserter.insert(Constants.OBJ_BLOB, content));
  }

  /** Writes a tree: the base's files, or none, with the changes applied. */
  public String tree(@Nullable String base, List<TreeChange> changes) {
    return insert(inserter -> {
      SortedMap<String, DirCacheEntry> files = new TreeMap<>();
      if (base != null) {
        collect(ObjectId.fromString(base), files);
      }
      for (TreeChange change : changes) {
        apply(change, files);
      }
      DirCache cache = DirCache.newInCore();
      DirCacheBuilder builder = cache.builder();
      files.values().forEach(builder::add);
      builder.finish();
      return cache.writeTree(inserter);
    });
  }

  private static void apply(TreeChange change, SortedMap<String, DirCacheEntry> files) {
    files.remove(change.path());
    files.subMap(change.path() + "/", change.path() + "0").clear();
    if (change.blob() != null) {
      DirCacheEntry entry = new DirCacheEntry(change.path());
      entry.setFileMode(FileMode.fromBits(change.mode()));
      entry.setObjectId(ObjectId.fromString(change.blob()));
      files.put(change.path(), entry);
    }
  }

  private void collect(ObjectId tree, SortedMap<String, DirCacheEntry> files) throws IOException {
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(tree);
      walk.setRecursive(true);
      while (walk.next()) {
        DirCacheEntry entry = new DirCacheEntry(walk.getPathString());
        entry.setFileMode(walk.getFileMode());
        entry.setObjectId(walk.getObjectId(0));
        files.put(walk.getPathString(), entry);
      }
    }
  }

  public String commit(
      String tree, List<String> parents, Signature author, Signature committer, String message) {
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(ObjectId.fromString(tree));
    commit.setParentIds(parents.stream().map(ObjectId::fromString).toList());
    commit.setAuthor(author.ident());
    commit.setCommitter(committer.ident());
    commit.setMessage(message);
    return insert(inserter -> inserter.insert(commit));
  }

  private String insert(Insertion insertion) {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId id = insertion.into(inserter);
      inserter.flush();
      return id.getName();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a git object", e);
    }
  }

  @Override
  public void close() {
    repository.close();
  }

  private interface Insertion {
    ObjectId into(ObjectInserter inserter) throws IOException;
  }
}
