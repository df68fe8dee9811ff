package io.closedloop.core.recover;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.closedloop.api.RepoId;
import io.closedloop.core.schedule.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * GitHub in memory, over HTTP: one repository whose branches, runs and pull requests a test moves,
 * and which obeys the writes that closedloop makes.
 */
// an entry that is missing shall fail the test loudly
@SuppressWarnings("NullAway")
final class Hub implements AutoCloseable {
  static final RepoId REPO = new RepoId("octo", "shop");
  static final String ME = "loopbot";

  /** Each repository of this owner is the same one. */
  private static final String TOP = "^/repos/octo/[a-z]+/";

  record Commit(
      String sha, String parent, String message, String author, Map<String, String> files) {}

  /** One job of one attempt. */
  static final class Job {
    final long id;
    final String name;
    @Nullable String conclusion;
    @Nullable Instant started;
    boolean mayFail;
    String log = "";

    Job(long id, String name) {
      this.id = id;
      this.name = name;
    }
  }

  /** One workflow run and its attempts. */
  static final class Run {
    final long id;
    final long workflow;
    final String event;
    final String branch;
    final String headRepo;
    final String sha;
    final List<List<Job>> attempts = new ArrayList<>();
    String actor = "mona";
    String status = "in_progress";

    Run(long id, long workflow, String event, String headRepo, String branch, String sha) {
      this.id = id;
      this.workflow = workflow;
      this.event = event;
      this.headRepo = headRepo;
      this.branch = branch;
      this.sha = sha;
    }

    /** When the newest attempt began, empty where none of its jobs did. */
    Optional<Instant> started() {
      return attempts.getLast().stream()
          .map(job -> job.started)
          .filter(Objects::nonNull)
          .max(Comparator.naturalOrder());
    }

    int attempt() {
      return attempts.size();
    }
  }

  /** One pull request. */
  static final class Pull {
    final int number;
    final String headRepo;
    final String head;
    final String base;
    String state = "open";
    String merge = "";

    Pull(int number, String headRepo, String head, String base) {
      this.number = number;
      this.headRepo = headRepo;
      this.head = head;
      this.base = base;
    }
  }

  private final HubReads reads = new HubReads(this);
  private final ManualClock clock;
  private final HttpServer server;
  private final JsonMapper json = new JsonMapper();
  final Map<String, Commit> commits = new HashMap<>();
  final Map<String, String> heads = new HashMap<>();
  final Map<Long, Run> runs = new TreeMap<>();
  final List<Pull> pulls = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  final Map<Long, Artifact> artifacts = new TreeMap<>();
  private @Nullable Runnable meanwhile;
  private long numbers = 100;
  boolean protectedBranches;
  boolean hugeTrees;

  /** What checks remark on every job. */
  List<Map<String, Object>> annotations = List.of();

  Hub(ManualClock clock) throws IOException {
    this.clock = clock;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
    push("main", "mona", "First", "a.txt", "a\n");
    branch("feature");
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  synchronized void branch(String name) {
    heads.put(name, head("main"));
  }

  synchronized void delete(String branch) {
    heads.remove(branch);
  }

  synchronized String head(String branch) {
    return heads.getOrDefault(branch, "");
  }

  synchronized String push(String branch, String author, String message, String path, String text) {
    String parent = heads.getOrDefault(branch, "");
    Map<String, String> files = new TreeMap<>();
    Commit before = commits.get(parent);
    if (before != null) {
      files.putAll(before.files());
    }
    files.put(path, text);
    return commit(branch, parent, message, author, files);
  }

  private String commit(
      String branch, String parent, String message, String author, Map<String, String> files) {
    String sha = "%040x".formatted(++numbers);
    commits.put(sha, new Commit(sha, parent, message, author, files));
    heads.put(branch, sha);
    return sha;
  }

  Commit known(String sha) {
    return Objects.requireNonNull(commits.get(sha), sha);
  }

  synchronized String file(String branch, String path) {
    return known(head(branch)).files().getOrDefault(path, "");
  }

  synchronized String message(String sha) {
    return known(sha).message();
  }

  /** A run on the head of a branch, with these jobs under way. */
  synchronized Run run(String branch, String... jobs) {
    return runOf("push", "octo/shop", branch, head(branch), jobs);
  }

  synchronized Run runOf(String event, String headRepo, String branch, String sha, String... jobs) {
    Run run = new Run(++numbers, 7, event, headRepo, branch, sha);
    List<Job> first = new ArrayList<>();
    for (String name : jobs) {
      Job job = new Job(++numbers, name);
      job.started = clock.instant();
      first.add(job);
    }
    run.attempts.add(first);
    runs.put(run.id, run);
    return run;
  }

  /** Ends the newest attempt: each job as named, those not named well. */
  synchronized Run end(Run run, Map<String, String> conclusions, String log) {
    run.status = "completed";
    for (Job job : run.attempts.getLast()) {
      if (job.conclusion == null) {
        job.conclusion = conclusions.getOrDefault(job.name, "success");
        job.log = job.conclusion.equals("success") ? "all well" : log;
      }
    }
    return run;
  }

  /** What a run left behind; a byte of the archive is a character. */
  record Artifact(long run, String name, Instant at, String zip) {}

  /** The run leaves this report behind. */
  synchronized void artifact(Run run, String name, String report) throws IOException {
    artifact(run, name, "TEST-report.xml", report);
  }

  synchronized void artifact(Run run, String name, String file, String report) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(file));
      zip.write(report.getBytes(StandardCharsets.UTF_8));
    }
    archive(run, name, bytes.toString(StandardCharsets.ISO_8859_1));
  }

  /** The run leaves this archive behind. */
  synchronized void archive(Run run, String name, String zip) {
    artifacts.put(++numbers, new Artifact(run.id, name, clock.instant(), zip));
  }

  /** Somebody runs the failed jobs again; the others are copied. */
  synchronized void rerun(Run run, String actor) {
    List<Job> next = new ArrayList<>();
    for (Job old : run.attempts.getLast()) {
      Job job = new Job(++numbers, old.name);
      if ("success".equals(old.conclusion)) {
        job.conclusion = old.conclusion;
        job.started = old.started;
      } else {
        job.started = clock.instant();
      }
      next.add(job);
    }
    run.attempts.add(next);
    run.status = "in_progress";
    run.actor = actor;
  }

  synchronized Pull open(String headRepo, String head, String base) {
    Pull pull = new Pull((int) ++numbers, headRepo, head, base);
    pulls.add(pull);
    return pull;
  }

  synchronized List<Pull> pulls() {
    return List.copyOf(pulls);
  }

  /** Merges a pull request as a merge commit by a person. */
  synchronized String merge(Pull pull) {
    Commit head = known(head(pull.head));
    pull.merge = commit(pull.base, head(pull.base), "Merge pull request", "mona", head.files());
    pull.state = "closed";
    return pull.merge;
  }

  /** From now on requests that begin so are answered with 502, after they were carried out. */
  synchronized void lose(String line) {
    broken.add("after " + line);
  }

  /** From now on requests that begin so are answered with 502 and not carried out. */
  synchronized void refuse(String line) {
    broken.add("before " + line);
  }

  /** As {@link #refuse}, but only the request that is exactly so. */
  synchronized void refuseExactly(String line) {
    broken.add("only " + line);
  }

  /** From now on requests that begin so are answered with this status. */
  synchronized void refuse(int status, String line) {
    broken.add(status + " " + line);
  }

  /** How often exactly this was asked. */
  synchronized long asked(String line) {
    return asked.stream().filter(line::equals).count();
  }

  synchronized void heal() {
    broken.clear();
  }

  /** Does this once, within the next request that begins so. */
  synchronized void during(String line, Runnable action) {
    meanwhile = new Meanwhile(line, action);
  }

  private record Meanwhile(String line, Runnable action) implements Runnable {
    @Override
    public void run() {
      action.run();
    }
  }

  /** What was written, in order; reading is left out. */
  synchronized List<String> writes() {
    return asked.stream().filter(line -> !line.startsWith("GET ")).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String line = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    JsonNode body = json.readTree("{}");
    byte[] sent = exchange.getRequestBody().readAllBytes();
    if (sent.length > 0) {
      body = json.readTree(sent);
    }
    Answer answer;
    synchronized (this) {
      asked.add(line);
      if (meanwhile instanceof Meanwhile once && line.startsWith(once.line())) {
        meanwhile = null;
        once.run();
      }
      if (broken.contains("only " + line)
          || broken.stream().anyMatch(b -> ("before " + line).startsWith(b))) {
        answer = new Answer(502, Map.of());
      } else if (broken.stream().anyMatch(b -> ("401 " + line).startsWith(b))) {
        answer = new Answer(401, Map.of("message", "Bad credentials"));
      } else if (broken.stream().anyMatch(b -> ("404 " + line).startsWith(b))) {
        answer = Answer.NONE;
      } else {
        Answer done = answer(line, query(exchange), body);
        answer =
            broken.stream().anyMatch(b -> ("after " + line).startsWith(b))
                ? new Answer(502, Map.of())
                : done;
      }
    }
    byte[] bytes =
        switch (answer.body()) {
          case String text -> text.getBytes(StandardCharsets.UTF_8);
          case byte[] raw -> raw;
          default -> json.writeValueAsBytes(answer.body());
        };
    try (exchange) {
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new HashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    for (String part : raw == null ? new String[0] : raw.split("&", -1)) {
      String[] pair = part.split("=", 2);
      query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  record Answer(int status, Object body) {
    static Answer of(Object body) {
      return new Answer(200, body);
    }

    static final Answer NONE = new Answer(404, Map.of("message", "Not Found"));
  }

  private Answer answer(String line, Map<String, String> query, JsonNode body) {
    if (line.equals("GET /user")) {
      return Answer.of(Map.of("login", ME));
    }
    if (line.equals("POST /graphql")) {
      return commitOnBranch(body.path("variables").path("input"));
    }
    if (line.matches("GET /repos/octo/[a-z]+")) {
      return Answer.of(Map.of("full_name", "octo/shop", "default_branch", "main"));
    }
    String method = line.substring(0, line.indexOf(' '));
    String path = line.substring(line.indexOf(' ') + 1).replaceFirst(TOP, "");
    return switch (method) {
      case "GET" -> reads.read(path, query);
      case "POST" -> write(path, body);
      default -> Answer.NONE;
    };
  }

  private Answer write(String path, JsonNode body) {
    if (path.endsWith("/rerun-failed-jobs")) {
      Run run = runs.get(Long.parseLong(path.split("/", -1)[2]));
      if (run == null || !run.status.equals("completed")) {
        return new Answer(403, Map.of("message", "The workflow run is not finished"));
      }
      rerun(run, ME);
      return new Answer(201, Map.of());
    }
    if (path.matches("actions/jobs/[0-9]+/rerun")) {
      long id = Long.parseLong(path.split("/", -1)[2]);
      Run run =
          runs.values().stream()
              .filter(r -> r.attempts.getLast().stream().anyMatch(j -> j.id == id))
              .findFirst()
              .orElse(null);
      if (run == null || !run.status.equals("completed")) {
        return new Answer(403, Map.of("message", "This job can not be retried"));
      }
      rerun(run, ME);
      return new Answer(201, Map.of());
    }
    if (path.equals("git/refs")) {
      String name = body.path("ref").asString("").replace("refs/heads/", "");
      if (heads.containsKey(name)) {
        return new Answer(422, Map.of("message", "Reference already exists"));
      }
      heads.put(name, body.path("sha").asString(""));
      return new Answer(201, Map.of());
    }
    if (path.equals("pulls")) {
      return new Answer(
          201,
          reads.shown(
              open("octo/shop", body.path("head").asString(""), body.path("base").asString(""))));
    }
    return Answer.NONE;
  }

  private Answer commitOnBranch(JsonNode input) {
    String branch = input.path("branch").path("branchName").asString("");
    String expected = input.path("expectedHeadOid").asString("");
    if (!head(branch).equals(expected)) {
      return Answer.of(Map.of("errors", List.of(Map.of("type", "STALE_DATA", "message", "moved"))));
    }
    Map<String, String> files = new TreeMap<>(known(expected).files());
    input
        .path("fileChanges")
        .path("additions")
        .forEach(f ->
            files.put(
                f.path("path").asString(""),
                new String(
                    Base64.getDecoder().decode(f.path("contents").asString("")),
                    StandardCharsets.UTF_8)));
    String message =
        input.path("message").path("headline").asString("")
            + "\n\n"
            + input.path("message").path("body").asString("");
    String sha = commit(branch, expected, message, ME, files);
    return Answer.of(
        Map.of("data", Map.of("createCommitOnBranch", Map.of("commit", Map.of("oid", sha)))));
  }
}
