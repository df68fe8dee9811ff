package io.closedloop.dist;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.journal.ChainReport;
import io.closedloop.core.journal.FactTypes;
import io.closedloop.core.journal.Journal;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.StoreOptions;
import io.closedloop.sandbox.Registry;
import io.closedloop.sandbox.Sandbox;
import io.closedloop.sandbox.SandboxOptions;
import io.closedloop.sandbox.git.CommitInfo;
import io.closedloop.sandbox.hook.Delivery;
import io.closedloop.sandbox.http.RequestMatch;
import io.closedloop.sandbox.scenario.Scenario;
import io.closedloop.sandbox.scenario.Scenarios;
import io.closedloop.sandbox.world.Comment;
import io.closedloop.sandbox.world.PullRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A GitHub stand-in, a package registry, and a server that is connected to them. */
final class World implements AutoCloseable {
  static final String BOT = "closedloop-bot";

  /** Without the pauses that a test need not sit through. */
  private static final String QUICK =
      """
      retry_mechanisms:
        exponential_backoff:
          base_delay_seconds: 1
      github:
        write_spacing_millis: 0
      """;

  /** Both repairs go ahead by themselves. */
  static final String AUTOMATIC =
      QUICK
          + """
          recovery_actions:
            categories:
              quality_gates:
                automatic_actions: [code_formatting, style_correction]
                supervised_actions: []
          """;

  /** Repairs of style wait for a person. */
  static final String SUPERVISED =
      QUICK
          + """
          recovery_actions:
            categories:
              quality_gates:
                automatic_actions: [code_formatting]
                supervised_actions: [style_correction]
          """;

  /** Long, because the machine may be busy with something else. */
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Path DISTRIBUTION =
      Path.of(requireNonNull(System.getProperty("closedloop.distribution")));

  final Registry registry = Registry.down();
  final Sandbox github;
  final Closedloop server;

  private World(Path folder, String settings) throws IOException {
    this(folder, settings, Map.of());
  }

  /** With variables of the server that win over the usual ones. */
  World(Path folder, String settings, Map<String, String> variables) throws IOException {
    SandboxOptions options =
        SandboxOptions.defaults()
            .withEnvironment("GJF_JAR", jar("tools/google-java-format.jar"))
            .withEnvironment(
                "JUNIT_JAR", jar("sandbox/tools/junit-platform-console-standalone.jar"))
            .withEnvironment("REGISTRY_URL", registry.url().toString());
    github = Sandbox.start(options);
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "GITHUB_TOKEN",
                options.tokens().keySet().iterator().next(),
                "CLOSEDLOOP_GITHUB_API_URL",
                github.url().toString(),
                "CLOSEDLOOP_WEBHOOK_SECRET",
                options.secret()));
    all.putAll(variables);
    server = new Closedloop(folder.resolve("home"), all, settings);
  }

  private static String jar(String name) {
    return DISTRIBUTION.resolve(name).toString();
  }

  /** With the server not started. */
  static World asleep(Path folder, String settings) throws IOException {
    return new World(folder, settings);
  }

  /** With the server started and connected. */
  static World awake(Path folder, String settings) throws IOException {
    World world = new World(folder, settings);
    world.start();
    return world;
  }

  void start() throws IOException {
    server.start();
    github.webhook(server.webhook());
  }

  /** A scenario under another name, so that one stand-in can hold several of it. */
  static Scenario scenario(String id, String name) {
    return Scenarios.all().stream()
        .filter(it -> it.id().equals(id))
        .findFirst()
        .orElseThrow()
        .named(name);
  }

  Scenarios.Begun begin(String id, String name) {
    return Scenarios.begin(github, scenario(id, name));
  }

  Scenarios.Begun begin(String id) {
    return begin(id, id);
  }

  /** As {@link #begin(String)}, but the API does not push to the pull request's branch. */
  Scenarios.Begun beginProtected(String id) {
    Scenario scenario = scenario(id, id);
    Scenario.Start start = scenario.start();
    github.createRepository(scenario.repository(), scenario.files());
    github.protect(scenario.repository(), start.branch());
    String head =
        github.push(
            scenario.repository(), start.branch(), start.changes(), start.author(), start.title());
    int number =
        github.openPullRequest(
            scenario.repository(), start.branch(), "main", start.title(), start.author());
    return new Scenarios.Begun(scenario, number, head);
  }

  /** The pull requests that our server opened. */
  List<PullRequest> ownPullRequests(String repository) {
    return github.pullRequests(repository).stream()
        .filter(pull -> pull.author().login().equals(BOT))
        .toList();
  }

  /** Whether a run or a delivery is under way. */
  boolean busy() throws InterruptedException {
    return !github.awaitIdle(Duration.ZERO);
  }

  /** Waits until the newest run of a repository has ended. */
  void awaitRun(String repository) {
    await("a run of " + repository + " ends")
        .atMost(PATIENCE)
        .until(() ->
            !github.runs(repository).isEmpty()
                && github.runs(repository).getFirst().latest().isCompleted());
  }

  /** Waits until nothing is under way on GitHub. */
  void settle() throws InterruptedException {
    assertThat(github.awaitIdle(PATIENCE)).as("GitHub comes to rest").isTrue();
  }

  /** The one incident of a repository when it has come to this state or phase. */
  JsonNode awaitIncident(String repository, String word) {
    return await(repository + " is " + word)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> server.incidents(repository), all -> isOne(all, repository, word))
        .getFirst();
  }

  private static boolean isOne(List<JsonNode> incidents, String repository, String word) {
    assertThat(incidents).as("incidents of %s", repository).hasSizeLessThan(2);
    return !incidents.isEmpty()
        && (text(incidents.getFirst(), "state").equals(word)
            || text(incidents.getFirst(), "phase").equals(word));
  }

  /** The oldest incident of a repository when it has ended so; others may have followed. */
  JsonNode awaitEnded(String repository, String state) {
    return await("the first incident of " + repository + " is " + state)
        .atMost(PATIENCE)
        .until(
            () -> server.incidents(repository),
            all -> !all.isEmpty() && text(all.getLast(), "state").equals(state))
        .getLast();
  }

  /** Approves what an incident proposes. */
  void approve(JsonNode incident) throws IOException, InterruptedException {
    server.post(
        "/api/v1/incidents/" + text(incident, "id") + "/approval",
        Map.of("decision", "approve", "proposal", text(incident.path("approval"), "proposal")));
  }

  static String text(JsonNode node, String member) {
    return node.path(member).asString("");
  }

  /** The types of an incident's facts, oldest first. */
  static List<String> facts(JsonNode incident) {
    return incident.path("timeline").valueStream().map(moment -> text(moment, "type")).toList();
  }

  /** The commits that our server made on a branch, newest first. */
  List<CommitInfo> ownCommits(String repository, String branch) {
    return github.commits(repository, branch).stream()
        .filter(commit -> commit.message().contains("\nClosedloop-Effect: "))
        .toList();
  }

  List<Comment> ownComments(Scenarios.Begun begun) {
    return github.comments(begun.scenario().repository(), begun.pullRequest()).stream()
        .filter(comment -> comment.author().login().equals(BOT))
        .toList();
  }

  /** How many re-runs GitHub carried out in a repository, answered or not. */
  long reruns(String repository) {
    RequestMatch rerun =
        RequestMatch.of("POST", "/repos/" + repository + "/actions/(runs|jobs)/.*rerun.*");
    return github.requests().stream()
        .filter(seen -> rerun.fits(seen.method(), seen.path()) && seen.status() == 201)
        .count();
  }

  /** How many writes of any kind but comments and statuses reached a repository. */
  long writes(String repository) {
    return github.requests().stream()
        .filter(seen -> !seen.method().equals("GET"))
        .filter(seen -> seen.path().startsWith("/repos/" + repository + "/"))
        .filter(seen -> !seen.path().matches(".*/(statuses|issues)/.*"))
        .count();
  }

  /** Waits until the pull request has its comment and no channel is behind. */
  Comment awaitComment(Scenarios.Begun begun, String part) {
    return await("a comment that says \"" + part + "\"")
        .atMost(PATIENCE)
        .until(
            () -> ownComments(begun),
            all -> all.stream().anyMatch(comment -> comment.body().contains(part)))
        .getFirst();
  }

  /** Waits until GitHub has carried out such a request and not answered it. */
  void awaitUnanswered(RequestMatch match) {
    await(match + " is cut off")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() ->
            github.requests().stream()
                .anyMatch(seen -> !seen.answered() && match.fits(seen.method(), seen.path())));
  }

  /** Waits until the API has refused this many more requests than before. */
  void awaitRefused(int more) {
    long before = refused();
    await(more + " more requests are refused")
        .atMost(PATIENCE)
        .until(() -> refused() >= before + more);
  }

  private long refused() {
    return github.requests().stream().filter(seen -> seen.status() == 503).count();
  }

  /** The ids of deliveries that were answered 202. */
  Set<String> acknowledged() {
    Set<String> ids = new HashSet<>();
    for (Delivery delivery : github.webhooks().deliveries()) {
      if (delivery.status() == 202) {
        ids.add(delivery.event().id());
      }
    }
    return ids;
  }

  /** Sends again what the server did not take, as the button in GitHub's settings does. */
  boolean redeliverLost() {
    Set<String> settled = acknowledged();
    List<Delivery> all = github.webhooks().deliveries();
    all.stream()
        .filter(delivery -> delivery.outcome() == Delivery.Outcome.QUEUED)
        .forEach(delivery -> settled.add(delivery.event().id()));
    Set<String> lost = new HashSet<>();
    all.forEach(delivery -> lost.add(delivery.event().id()));
    lost.removeAll(settled);
    lost.forEach(github.webhooks()::redeliver);
    return !lost.isEmpty();
  }

  /** Every delivery that was answered 202 is in the inbox and handled. */
  void awaitHandled() {
    await("every acknowledged delivery is handled")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(250))
        .untilAsserted(() -> assertThat(handled()).containsAll(acknowledged()));
  }

  private Set<String> handled() throws IOException, InterruptedException {
    Set<String> ids = new HashSet<>();
    String before = "";
    while (true) {
      JsonNode page = server.get("/api/v1/deliveries?limit=200" + before);
      for (JsonNode row : page.path("items")) {
        if (text(row, "state").equals("handled")) {
          ids.add(text(row, "id"));
        }
      }
      String next = text(page, "next");
      if (next.isEmpty()) {
        return ids;
      }
      before = "&before=" + next;
    }
  }

  /** Checks every chain of the journal; the server must not run. */
  void assertJournalIsWhole() {
    Path file = server.home().resolve("closedloop.db");
    try (Store store = Store.open(new StoreOptions.Embedded(file), Clock.systemUTC())) {
      Journal journal = new Journal(FactTypes.of(IncidentFact.class), entry -> {});
      List<ChainReport> reports = store.read(journal::verifyAll);
      assertThat(reports).as("chains").hasSizeGreaterThan(1).allMatch(ChainReport::whole);
    }
  }

  @Override
  public void close() {
    server.close();
    github.close();
    registry.close();
  }
}
