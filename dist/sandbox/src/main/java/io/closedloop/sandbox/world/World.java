package io.closedloop.sandbox.world;

import io.closedloop.sandbox.git.GitStore;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** All accounts and repositories, behind one lock. */
public final class World implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Map<String, Account> accounts = new LinkedHashMap<>();
  private final Map<String, Repo> repos = new LinkedHashMap<>();
  private final InstantSource clock;
  private final Path folder;

  /** GitHub's ids have long outgrown 32 bits; a client that stores them in an int shall notice. */
  private long lastId = 20_000_000_000L;

  public World(InstantSource clock, Path folder) {
    this.clock = clock;
    this.folder = folder;
  }

  /** Carries out the work with nobody else reading or changing anything. */
  public <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** {@link #locked(Supplier)} for work without an answer. */
  public void change(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /** The time in whole seconds, as the API shows it. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  public InstantSource clock() {
    return clock;
  }

  public long nextId() {
    return ++lastId;
  }

  public Account account(String login) {
    return accounts.computeIfAbsent(login, name -> new Account(nextId(), name));
  }

  /** The account that a commit's e-mail address belongs to. */
  public Optional<Account> accountByEmail(String email) {
    return accounts.values().stream().filter(a -> a.email().equals(email)).findFirst();
  }

  /** Names are found in any case, as on GitHub. */
  public Optional<Repo> repo(String fullName) {
    return Optional.ofNullable(repos.get(fullName.toLowerCase(Locale.ROOT)));
  }

  public List<Repo> repos() {
    return List.copyOf(repos.values());
  }

  public Repo create(String owner, String name) {
    GitStore git = GitStore.create(folder.resolve(nextId() + ".git"));
    return put(new Repo(this, account(owner), name, git, null));
  }

  public Repo fork(Repo parent, String owner) {
    return put(new Repo(this, account(owner), parent.name(), parent.git().fork(owner), parent));
  }

  private Repo put(Repo repo) {
    String key = repo.fullName().toLowerCase(Locale.ROOT);
    if (repos.putIfAbsent(key, repo) != null) {
      throw new IllegalArgumentException(repo.fullName() + " exists already; take another name");
    }
    return repo;
  }

  @Override
  public void close() {
    repos.values().stream().filter(repo -> repo.parent().isEmpty()).forEach(r -> r.git().close());
  }
}
