package io.closedloop.sandbox;

import io.closedloop.sandbox.git.CommitInfo;
import io.closedloop.sandbox.git.GitStore;
import io.closedloop.sandbox.git.Signature;
import io.closedloop.sandbox.git.TreeChange;
import io.closedloop.sandbox.git.TreeEntry;
import io.closedloop.sandbox.hook.Webhooks;
import io.closedloop.sandbox.http.Apps;
import io.closedloop.sandbox.http.RequestMatch;
import io.closedloop.sandbox.http.Seen;
import io.closedloop.sandbox.world.Account;
import io.closedloop.sandbox.world.Artifact;
import io.closedloop.sandbox.world.Body;
import io.closedloop.sandbox.world.CheckRun;
import io.closedloop.sandbox.world.Comment;
import io.closedloop.sandbox.world.CommitStatus;
import io.closedloop.sandbox.world.ForgeApp;
import io.closedloop.sandbox.world.Job;
import io.closedloop.sandbox.world.Json;
import io.closedloop.sandbox.world.PullRequest;
import io.closedloop.sandbox.world.Repo;
import io.closedloop.sandbox.world.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A running GitHub stand-in and what people do on it: push, open pull requests, protect branches.
 * What it hands out (runs, comments) is for reading. People who push here need no rights.
 */
public final class Sandbox implements AutoCloseable {
  private final Parts parts;

  private Sandbox(Parts parts) {
    this.parts = parts;
  }

  /** Starts on loopback in a new temporary folder. */
  public static Sandbox start(SandboxOptions options) throws IOException {
    Sandbox sandbox = new Sandbox(Parts.start(options));
    options.webhook().ifPresent(sandbox::webhook);
    return sandbox;
  }

  /** What takes the place of {@code https://api.github.com}. */
  public URI url() {
    return parts.url();
  }

  /** Sends deliveries to this address from now on, a ping first. */
  public void webhook(URI url) {
    parts.webhooks().target(url);
  }

  /** The ledger of deliveries, and how to disturb them. */
  public Webhooks webhooks() {
    return parts.webhooks();
  }

  /** While on, the API answers everything with 503. */
  public void outage(boolean on) {
    parts.faults().outage(on);
  }

  /** While on, nothing that is asked of this repository is carried out or answered well. */
  public void away(String fullName, boolean on) {
    parts.faults().away(fullName, on);
  }

  /** The next requests that fit are refused with this status and not carried out. */
  public void failNext(int times, int status, RequestMatch match) {
    parts.faults().failNext(times, status, Map.of(), match);
  }

  /** As {@link #failNext(int, int, RequestMatch)}, with headers such as {@code Retry-After}. */
  public void failNext(int times, int status, Map<String, String> headers, RequestMatch match) {
    parts.faults().failNext(times, status, headers, match);
  }

  /** The next request that fits is carried out, but its connection is cut before the answer. */
  public void dropNextAnswer(RequestMatch match) {
    parts.faults().dropNextAnswer(match);
  }

  /** Installs a GitHub App for every account, with the permissions that it has. */
  public void installApp(ForgeApp app) {
    parts
        .world()
        .change(() -> {
          parts.api().apps().register(app);
          parts.world().repos().forEach(repo -> repo.allowWriting(app.login()));
          announceApp("created");
        });
  }

  /** Grants the App these permissions instead. */
  public void grantApp(Map<String, String> permissions) {
    parts
        .world()
        .change(() -> {
          Apps apps = parts.api().apps();
          apps.register(apps.app().orElseThrow().granted(permissions));
          announceApp("new_permissions_accepted");
        });
  }

  /** Suspends every installation of the App, or lifts that. */
  public void suspendApp(boolean on) {
    parts
        .world()
        .change(() -> {
          parts.api().apps().suspend(on);
          announceApp(on ? "suspend" : "unsuspend");
        });
  }

  /** The next token of the App is not known at its first use. */
  public void slowNextToken() {
    parts.api().apps().slowNext();
  }

  private void announceApp(String action) {
    parts.world().repos().stream()
        .map(repo -> repo.owner().login())
        .distinct()
        .forEach(owner ->
            webhooks()
                .send(
                    "installation",
                    Json.object(
                        "action", action, "installation", parts.api().appApi().shape(owner))));
  }

  /** Every request that the API has seen, in order. */
  public List<Seen> requests() {
    return parts.front().seen();
  }

  /** Every route of the API, as method and template. */
  List<String> routes() {
    return parts.front().routes();
  }

  /** How many of the requests seen fit. */
  public long count(RequestMatch match) {
    return requests().stream().filter(seen -> match.fits(seen.method(), seen.path())).count();
  }

  /** Waits until no run and no delivery is under way; false when the limit comes first. */
  public boolean awaitIdle(Duration limit) throws InterruptedException {
    return parts.activity().awaitNone(limit);
  }

  /** Creates a repository whose main branch holds these files; whoever has a token may write. */
  public void createRepository(String fullName, Map<String, String> files) {
    String[] names = fullName.split("/", 2);
    parts
        .world()
        .change(() -> {
          Repo repo = parts.world().create(names[0], names[1]);
          parts.logins().forEach(repo::allowWriting);
          parts.api().apps().app().ifPresent(app -> repo.allowWriting(app.login()));
          commit(repo, repo.defaultBranch(), null, files, repo.owner(), "Begin");
        });
  }

  /** Forks a repository under another owner, who alone may write to the fork. */
  public String fork(String fullName, String owner) {
    return locked(fullName, repo -> parts.world().fork(repo, owner).fullName());
  }

  /**
   * Commits on a branch as somebody, making the branch from the default one where it is new. A null
   * text removes the file. Gives back the new commit.
   */
  public String push(
      String fullName,
      String branch,
      Map<String, ? extends @Nullable String> changes,
      String login,
      String message) {
    return locked(
        fullName,
        repo -> {
          String parent =
              repo.git()
                  .branch(branch)
                  .or(() -> repo.git().branch(repo.defaultBranch()))
                  .orElseThrow();
          Account author = parts.world().account(login);
          return commit(repo, branch, parent, changes, author, message);
        });
  }

  private String commit(
      Repo repo,
      String branch,
      @Nullable String parent,
      Map<String, ? extends @Nullable String> changes,
      Account by,
      String message) {
    GitStore git = repo.git();
    List<TreeChange> edits = new ArrayList<>();
    changes.forEach((path, text) ->
        edits.add(
            text == null
                ? TreeChange.removal(path)
                : TreeChange.file(path, git.blob(text.getBytes(StandardCharsets.UTF_8)))));
    String base = parent == null ? null : git.reader().commit(parent).tree();
    Signature signature = by.signature(parts.world().now());
    List<String> parents = parent == null ? List.of() : List.of(parent);
    String sha = git.commit(git.tree(base, edits), parents, signature, signature, message);
    parts.branches().move(repo, branch, sha, by);
    return sha;
  }

  /** Opens a pull request; the head is a branch, or {@code owner:branch} of a fork. */
  public int openPullRequest(
      String fullName, String head, String base, String title, String login) {
    return locked(
        fullName,
        repo -> {
          int colon = head.indexOf(':');
          Repo from = colon < 0 ? repo : repo(head.substring(0, colon) + "/" + repo.name());
          PullRequest.Head where = new PullRequest.Head(from, head.substring(colon + 1), base);
          PullRequest.Text text = new PullRequest.Text(title, null, false);
          return parts.branches().open(repo, where, text, parts.world().account(login)).number();
        });
  }

  public void closePullRequest(String fullName, int number, String login) {
    locked(
        fullName,
        repo -> {
          parts
              .branches()
              .close(repo, repo.pull(number).orElseThrow(), parts.world().account(login));
          return number;
        });
  }

  /** From now on the API moves this branch by pull request only. */
  public void protect(String fullName, String branch) {
    locked(
        fullName,
        repo -> {
          repo.protect(branch);
          return branch;
        });
  }

  /** The commit a branch points to. */
  public String head(String fullName, String branch) {
    return locked(fullName, repo -> repo.git().branch(branch).orElseThrow());
  }

  /** Newest first. */
  public List<CommitInfo> commits(String fullName, String branch) {
    return locked(
        fullName, repo -> repo.git().reader().log(repo.git().branch(branch).orElseThrow(), null));
  }

  /** The text of a file on a branch. */
  public String file(String fullName, String branch, String path) {
    return locked(
        fullName,
        repo -> {
          String sha = repo.git().branch(branch).orElseThrow();
          TreeEntry entry = repo.git().reader().entry(sha, path).orElseThrow();
          return new String(repo.git().reader().blob(entry.sha()), StandardCharsets.UTF_8);
        });
  }

  /** Newest first. */
  public List<Run> runs(String fullName) {
    return locked(fullName, Repo::runs);
  }

  /** The run leaves these bytes behind, a zip archive; gives back the artifact's id. */
  public long upload(Run run, String name, byte[] zip) {
    return locked(
        run.origin().repo().fullName(),
        repo -> {
          long id = parts.world().nextId();
          repo.add(new Artifact(id, run, name, Body.of(zip), parts.world().now()));
          return id;
        });
  }

  /** The raw log of a job that has ended. */
  public String log(Job job) {
    Path log = parts.world().locked(() -> job.state().log());
    if (log == null) {
      throw new IllegalStateException("job " + job.id() + " has no log; wait until it has ended");
    }
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Newest first, closed ones too. */
  public List<PullRequest> pullRequests(String fullName) {
    return locked(fullName, Repo::pulls);
  }

  public List<Comment> comments(String fullName, int number) {
    return locked(fullName, repo -> repo.comments(number));
  }

  /** Newest first. */
  public List<CommitStatus> statuses(String fullName, String sha) {
    return locked(fullName, repo -> repo.statuses(sha));
  }

  /** Those that apps wrote on a commit, newest first. */
  public List<CheckRun> checkRuns(String fullName, String sha) {
    return locked(fullName, repo -> repo.checkRuns(sha));
  }

  private Repo repo(String fullName) {
    return parts
        .world()
        .repo(fullName)
        .orElseThrow(() -> new IllegalArgumentException("there is no repository " + fullName));
  }

  private <T> T locked(String fullName, Function<Repo, T> work) {
    return parts.world().locked(() -> work.apply(repo(fullName)));
  }

  @Override
  public void close() {
    parts.close();
  }
}
