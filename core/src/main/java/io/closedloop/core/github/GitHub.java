package io.closedloop.core.github;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.closedloop.api.CheckRun;
import io.closedloop.api.Evidence;
import io.closedloop.api.GitHubMessages;
import io.closedloop.api.GitHubView;
import io.closedloop.api.Json;
import io.closedloop.api.Permission;
import io.closedloop.api.PullRequest;
import io.closedloop.api.RepoId;
import io.closedloop.api.Secret;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.github.GitHubRefused.Kind;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.io.Closeable;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * GitHub, as typed calls.
 *
 * <p>Every method throws {@link io.closedloop.api.GitHubUnavailable} when no sound answer came
 * ({@link GitHubPaused} when a rate limit asks for a long wait) and {@link GitHubRefused} when
 * GitHub said no. A write that ends in {@code GitHubUnavailable} may have been done. It may be
 * called again and finds what it did before; only before a re-run the caller compares the attempt.
 */
public final class GitHub implements Closeable {
  private static final int MAX_JOBS = 2_000;
  private static final int MAX_CHANGED_FILES = 3_000;
  private static final int MAX_ANNOTATIONS = 500;
  private static final long APP_CACHE_BYTES = 1L << 20;
  private static final int REMEMBERED_JOBS = 5_000;

  private final Wire wire;
  private final Limiter limiter;
  private final Calls calls;
  private final Branches branches;
  private final Commits commits;
  private final Reruns reruns;
  private final Conversation conversation;
  private final Checks checks;
  private final Artifacts artifacts;
  private final Supplier<String> login;
  private final @Nullable InstallationTokens app;
  private final GitHubOptions options;
  private final Cache<Ended, List<WorkflowJob>> ended =
      Caffeine.newBuilder()
          .maximumWeight(REMEMBERED_JOBS)
          .weigher((Ended _, List<WorkflowJob> jobs) -> jobs.size() + 1)
          .build();

  private record Ended(RepoId repo, long run, int attempt) {}

  @Inject
  public GitHub(GitHubOptions options, InstantSource clock, Sleeper sleeper, MeterRegistry meters) {
    HttpUrl api = Objects.requireNonNull(HttpUrl.get(options.apiUrl()), "github.api_url");
    this.options = options;
    this.wire = new Wire(options, api);
    this.limiter = new Limiter(options, clock, sleeper, meters);
    Identity identity =
        switch (options.credentials()) {
          case Credentials.App owned -> {
            Identity self = new AppJwt(owned, clock);
            Transport asItself = new Transport(wire, limiter, self, meters, APP_CACHE_BYTES);
            yield new InstallationTokens(new Registration(new Calls(api, asItself, self)), clock);
          }
          case Credentials.Token(Secret token) -> Identity.fixed("token", token);
          case Credentials.None _ -> Identity.fixed("anonymous", null);
        };
    this.app = identity instanceof InstallationTokens tokens ? tokens : null;
    Transport transport =
        new Transport(wire, limiter, identity, meters, options.bounds().cacheBytes());
    this.calls = new Calls(api, transport, identity);
    this.login = app == null ? new TokenOwner(calls) : app.registration()::login;
    this.branches = new Branches(calls);
    this.commits = new Commits(calls);
    this.reruns = new Reruns(calls);
    this.conversation = new Conversation(calls, login);
    this.checks = new Checks(calls, login);
    this.artifacts = new Artifacts(calls);
  }

  /** What the tokens of an App carry from now on, as far as it was granted. */
  public void require(Needs needs) {
    if (app != null) {
      app.require(needs);
    }
  }

  /** Something about an installation of the App has changed. */
  public void installationChanged(long id) {
    if (app != null) {
      app.forget(id);
    }
  }

  /** Who we are to GitHub, and what it still grants; asks GitHub when we are an App. */
  public Standing standing() {
    return Standing.of(options, login, app, limiter.lanes());
  }

  /** What a plugin may read of a repository. */
  public GitHubView viewOf(RepoId repo) {
    return new View(this, repo);
  }

  /** What a channel may write with these permissions. */
  public GitHubMessages messages(Set<Permission> declared) {
    return new Messages(this, declared);
  }

  /** The newest attempt of a run. */
  public Optional<WorkflowRun> run(RepoId repo, long id) {
    return calls.find(calls.at(repo, "actions/runs/{run}", id)).map(run -> Parse.run(repo, run));
  }

  public Optional<WorkflowRun> run(RepoId repo, long id, int attempt) {
    return calls
        .find(calls.at(repo, "actions/runs/{run}/attempts/{attempt}", id, attempt))
        .map(run -> Parse.run(repo, run));
  }

  /** Newest first. */
  public List<WorkflowRun> runs(RepoId repo, RunQuery query) {
    return runs(repo, calls.at(repo, "actions/runs"), query);
  }

  /** The runs of one workflow, newest first. */
  public List<WorkflowRun> runsOf(RepoId repo, long workflowId, RunQuery query) {
    return runs(repo, calls.at(repo, "actions/workflows/{workflow}/runs", workflowId), query);
  }

  private List<WorkflowRun> runs(RepoId repo, Endpoint where, RunQuery query) {
    Endpoint runs =
        where
            .with("branch", query.branch())
            .with("head_sha", query.headSha())
            .with("event", query.event())
            .with("status", query.status())
            .with("created", query.createdSince() == null ? null : ">=" + query.createdSince());
    return calls.list(runs, "workflow_runs", query.limit(), run -> Parse.run(repo, run));
  }

  /** All jobs of an attempt, those that were merely copied into it too. */
  public List<WorkflowJob> jobs(RepoId repo, long runId, int attempt) {
    return calls.list(
        calls.at(repo, "actions/runs/{run}/attempts/{attempt}/jobs", runId, attempt),
        "jobs",
        MAX_JOBS,
        Parse::job);
  }

  /** All jobs of that attempt; see {@link #knownJobs}. */
  public List<WorkflowJob> jobs(WorkflowRun attempt) {
    List<WorkflowJob> jobs = jobs(attempt.repo(), attempt.id(), attempt.attempt());
    if (attempt.completed()) {
      ended.put(new Ended(attempt.repo(), attempt.id(), attempt.attempt()), jobs);
    }
    return jobs;
  }

  /** All jobs of an attempt, not read again where it had ended before: then they do not change. */
  public List<WorkflowJob> knownJobs(RepoId repo, long runId, int attempt) {
    List<WorkflowJob> known = ended.getIfPresent(new Ended(repo, runId, attempt));
    return known == null ? jobs(repo, runId, attempt) : known;
  }

  /**
   * A job's log, streamed; where it is longer than allowed it ends with a line that says so.
   *
   * @throws GitHubRefused of kind {@code NOT_FOUND} or {@code GONE} when there is no log (any more)
   */
  public InputStream log(RepoId repo, long jobId) {
    var body = calls.open(calls.at(repo, "actions/jobs/{job}/logs", jobId));
    return CappedStream.cutting(body.byteStream(), options.bounds().logBytes());
  }

  /** The sources at a commit as tar.gz with one top folder; reading on beyond the bound fails. */
  public InputStream tarball(RepoId repo, String sha) {
    var body = calls.open(calls.at(repo, "tarball/{ref}", sha));
    return CappedStream.failing(body.byteStream(), options.bounds().tarballBytes());
  }

  /** What a job's check run is annotated with, at most 500. */
  public List<Evidence.Annotation> annotations(RepoId repo, long jobId) {
    // The check run of an Actions job carries the job's number.
    return calls.list(
        calls.at(repo, "check-runs/{job}/annotations", jobId),
        null,
        MAX_ANNOTATIONS,
        Parse::annotation);
  }

  /** What runs left behind. */
  public Artifacts artifacts() {
    return artifacts;
  }

  /**
   * Runs the failed jobs and their dependants again.
   *
   * @param last the attempt that the run has reached; by it is found what no answer came to
   * @return the number of the attempt that begins
   */
  public int rerunFailedJobs(RepoId repo, RunAttempt last, boolean debug) {
    return reruns.failedJobs(repo, last, debug);
  }

  /** Runs all jobs again; see {@link #rerunFailedJobs}. */
  public int rerun(RepoId repo, RunAttempt last, boolean debug) {
    return reruns.all(repo, last, debug);
  }

  /** Runs one job and its dependants again; see {@link #rerunFailedJobs}. */
  public int rerunJob(RepoId repo, RunAttempt last, long jobId, boolean debug) {
    return reruns.job(repo, last, jobId, debug);
  }

  public RepositoryInfo repository(RepoId repo) {
    return Parse.repository(repo, calls.get(calls.at(repo, "")));
  }

  /** The branch of exactly that name, or empty when there is none. */
  public Optional<Branch> branch(RepoId repo, String name) {
    return branches.find(repo, name);
  }

  /** Where a branch points, or empty when it does not exist. */
  public Optional<String> head(RepoId repo, String branch) {
    return commits.head(repo, branch);
  }

  /** Whether a commit holds all of a branch; false as well when GitHub does not tell. */
  public boolean contains(RepoId repo, String sha, String branch) {
    return branches.within(repo, branch, sha);
  }

  /**
   * What lies between two commits.
   *
   * @throws GitHubRefused when GitHub knows one of them not, or no common history
   */
  public Comparison compare(RepoId repo, String base, String head) {
    return Parse.comparison(
        calls.get(calls.at(repo, "compare/{basehead}", base + "..." + head).with("per_page", 100)));
  }

  public CommitInfo commit(RepoId repo, String sha) {
    return commits.commit(repo, sha);
  }

  /**
   * The text of a file of at most 1 MB, or empty when no file lies there.
   *
   * @throws GitHubRefused when the file is larger
   */
  public Optional<String> file(RepoId repo, String path, String ref) {
    return calls
        .find(calls.at(repo, "contents/{path*}", path).with("ref", ref))
        .filter(file -> Parse.text(file, "type", "").equals("file"))
        .map(file -> {
          if (!Parse.text(file, "encoding", "").equals("base64")) {
            throw new GitHubRefused(
                Kind.INVALID, path + " of " + repo + " is larger than the 1 MB GitHub shows");
          }
          byte[] bytes = Base64.getMimeDecoder().decode(Parse.text(file, "content", ""));
          return new String(bytes, StandardCharsets.UTF_8);
        });
  }

  /**
   * Everything below a tree or commit.
   *
   * @throws GitHubRefused when it is more than GitHub lists
   */
  public List<TreeEntry> tree(RepoId repo, String sha) {
    JsonNode tree = calls.get(calls.at(repo, "git/trees/{sha}", sha).with("recursive", 1));
    if (tree.path("truncated").asBoolean(false)) {
      throw new GitHubRefused(
          Kind.INVALID, "the tree " + sha + " of " + repo + " is too large to be listed");
    }
    return Parse.each(tree.path("tree"), Parse::treeEntry);
  }

  /** Any other read below the repository; empty for what does not exist. */
  public Optional<Json> get(RepoId repo, String pathBelowRepo) {
    return calls.find(Endpoint.free(calls.api(), repo, pathBelowRepo)).map(Parse::json);
  }

  public Optional<PullRequest> pullRequest(RepoId repo, int number) {
    return calls.find(calls.at(repo, "pulls/{number}", number)).map(Parse::pullRequest);
  }

  public List<PullRequest> openPullRequests(RepoId repo, String headOwner, String branch) {
    return conversation.open(repo, headOwner, branch);
  }

  /** At most 3,000, which is GitHub's limit. */
  public List<String> changedFiles(RepoId repo, int pullRequest) {
    return calls.list(
        calls.at(repo, "pulls/{number}/files", pullRequest),
        null,
        MAX_CHANGED_FILES,
        file -> Parse.text(file, "filename", ""));
  }

  /**
   * Commits files on top of the expected head.
   *
   * @return the new commit
   * @throws StaleHead when the branch points elsewhere
   */
  public String commitOnBranch(
      RepoId repo, String branch, String expectedHead, List<FileContent> files, String message) {
    return commits.commitOnBranch(repo, branch, expectedHead, files, message);
  }

  /**
   * Makes a branch; that it is there already at this commit is fine.
   *
   * @return where it points
   * @throws StaleHead when it exists and points elsewhere
   */
  public String createBranch(RepoId repo, String branch, String sha) {
    return commits.createBranch(repo, branch, sha);
  }

  /** Opens a pull request between two branches, or finds the open one. */
  public PullRequest openPullRequest(
      RepoId repo, String head, String base, String title, String body) {
    return conversation.openPullRequest(repo, head, base, title, body);
  }

  /** See {@link GitHubMessages#setStatus}. */
  public void setStatus(
      RepoId repo,
      String sha,
      String context,
      GitHubMessages.StatusState state,
      String description,
      @Nullable String targetUrl) {
    conversation.setStatus(repo, sha, context, state, description, targetUrl);
  }

  /** Oldest first, at most 3,000. */
  public List<Comment> comments(RepoId repo, int pullRequest) {
    return conversation.comments(repo, pullRequest);
  }

  /** See {@link GitHubMessages#upsertComment}. */
  public String upsertComment(RepoId repo, int pullRequest, String marker, String markdown) {
    return conversation.upsertComment(repo, pullRequest, marker, markdown);
  }

  /** Whether requests are made as a GitHub App and not with somebody's token. */
  public boolean actsAsApp() {
    return app != null;
  }

  /** See {@link GitHubMessages#checkRun}. */
  public Optional<String> checkRun(RepoId repo, String sha, CheckRun run) {
    return checks.write(repo, sha, run);
  }

  /** The name that stands at what we write: the token's user, or the App's bot. */
  public String login() {
    return login.get();
  }

  @Override
  public void close() {
    wire.close();
  }
}
