package io.closedloop.core.recover;

import static io.closedloop.core.recover.Hub.REPO;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Provides;
import com.google.re2j.Pattern;
import io.closedloop.api.ActionSpec;
import io.closedloop.api.Effect;
import io.closedloop.api.Patch;
import io.closedloop.api.Priority;
import io.closedloop.api.Proof;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryAction;
import io.closedloop.api.Secret;
import io.closedloop.api.Situation;
import io.closedloop.core.config.Secrets;
import io.closedloop.core.diagnose.DiagnosisEngine;
import io.closedloop.core.diagnose.LogKeeper;
import io.closedloop.core.diagnose.PriorityRules;
import io.closedloop.core.diagnose.Refiner;
import io.closedloop.core.diagnose.Signature;
import io.closedloop.core.diagnose.TestMemory;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.github.GitHubOptions;
import io.closedloop.core.history.TestOutcomes;
import io.closedloop.core.incident.BaseUrl;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.incident.IncidentFollowers;
import io.closedloop.core.incident.IncidentPage;
import io.closedloop.core.incident.Incidents;
import io.closedloop.core.journal.Entry;
import io.closedloop.core.journal.EntryListener;
import io.closedloop.core.journal.FactTypes;
import io.closedloop.core.outage.Correlation;
import io.closedloop.core.outage.OutageFact;
import io.closedloop.core.outage.OutageGate;
import io.closedloop.core.outage.OutageRules;
import io.closedloop.core.outage.Outages;
import io.closedloop.core.plan.Policy;
import io.closedloop.core.plan.Retries;
import io.closedloop.core.plugin.Caller;
import io.closedloop.core.plugin.Catalogue;
import io.closedloop.core.plugin.Instance;
import io.closedloop.core.plugin.Kind;
import io.closedloop.core.plugin.PluginCall;
import io.closedloop.core.plugin.Wired;
import io.closedloop.core.schedule.ManualClock;
import io.closedloop.core.schedule.ManualSchedule;
import io.closedloop.core.schedule.Schedule;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.Stores;
import io.closedloop.core.workspace.Sandbox;
import io.closedloop.core.workspace.WorkspaceOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/** The whole recovery over a real store and a stand-in for GitHub, on a clock that is moved. */
final class Loop implements AutoCloseable {
  static final String REFUSED = "curl: connection refused\n##[error]exit code 7.\n";
  static final String NO_NAME = "curl: could not resolve host\n##[error]exit code 6.\n";
  static final String UNFORMATTED = "A.java is not formatted\n##[error]exit code 1.\n";
  static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  /** Answers like a plugin would. */
  interface Answer {
    Proposal to(Situation situation) throws Exception;
  }

  private record Fake(ActionSpec spec, Answer answer) implements RecoveryAction {
    @Override
    public Proposal propose(Situation situation) throws Exception {
      return answer.to(situation);
    }
  }

  final ManualClock clock = new ManualClock(START);
  final Hub hub;
  final Store store;
  final ManualSchedule schedule;
  final Map<String, Wired.Action> actions = new TreeMap<>();
  final List<String> automatic = new ArrayList<>();
  final List<String> supervised = new ArrayList<>();
  Policy.Limits limits =
      new Policy.Limits(
          3, 20, 100, 3, Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofDays(3));
  int reruns = 3;
  OutageRules outages = OutageRules.OFF;
  final Map<String, Retries.Strategy> strategies = new TreeMap<>();
  boolean impatient;
  DiagnosisEngine engine = fewSignatures();
  final Map<Priority, String> priorityModes = new EnumMap<>(Priority.class);
  final Map<String, PriorityRules.Boost> boosts = new TreeMap<>();
  final Set<String> criticalWorkflows = new TreeSet<>();
  private final Path folder;
  private final GitHub github;
  private Injector injector;

  Loop(Path folder) throws IOException {
    this.folder = folder;
    hub = new Hub(clock);
    store = Stores.open(folder, clock);
    schedule = new ManualSchedule(store, clock);
    GitHubOptions options =
        GitHubOptions.of(hub.url(), Secret.of("ghp_verysecret"), "1")
            .withWriteSpacing(Duration.ZERO);
    github = new GitHub(options, clock, _ -> {}, new SimpleMeterRegistry());
    injector = Guice.createInjector();
  }

  /** An action that proposes to run the failed jobs again. */
  Loop rerun() {
    return action(
        "rerun_failed_jobs",
        ActionSpec.of("re_run", Effect.Rerun.class).forEveryCategory(),
        s ->
            Proposal.Act.of(
                new Effect.Rerun(s.run().id(), new Effect.Rerun.Scope.FailedJobs(), false),
                "it can pass by itself",
                Proof.failedJobs()));
  }

  /** An action that writes this text into a.txt. */
  Loop format(String name, String text) {
    return action(
        name,
        ActionSpec.of("code_formatting", Effect.Commit.class).writing("*.txt"),
        _ -> commit("a.txt", text));
  }

  static Proposal.Act commit(String path, String text) {
    return Proposal.Act.of(
        new Effect.Commit(Patch.ofText(path, text), "Format the sources"),
        "it is not formatted",
        Proof.failedJobs());
  }

  Loop action(String name, ActionSpec spec, Answer answer) {
    var caller = new Caller("test-plugin", name, Loop.class.getClassLoader());
    actions.put(
        name,
        new Wired.Action(
            new Instance<>(Kind.ACTION, name, name, caller, new Fake(spec, answer)), spec));
    if (!spec.everyCategory() && !supervised.contains(name)) {
      automatic.add(name);
    }
    return this;
  }

  /** From now on this action waits for a person. */
  Loop supervise(String name) {
    automatic.remove(name);
    supervised.add(name);
    return this;
  }

  /** A new process on the same store: nothing is remembered but what was stored. */
  Loop start() {
    injector = Guice.createInjector(new Parts());
    schedule.handle(RecoveryTasks.ADVANCE, injector.getInstance(Recovery.class));
    schedule.handle(RecoveryTasks.PROOF, injector.getInstance(Recovery.class)::look);
    schedule.handle(Correlation.TASK, injector.getInstance(Correlation.class));
    return this;
  }

  private final class Parts extends AbstractModule {
    @Override
    protected void configure() {
      bind(InstantSource.class).toInstance(clock);
      bind(Store.class).toInstance(store);
      bind(Schedule.class).toInstance(schedule);
      bind(GitHub.class).toInstance(github);
      bind(JsonMapper.class).toInstance(JsonMapper.builder().build());
      bind(Steady.class).toInstance(Supplier::get);
      bind(BaseUrl.class).toInstance(() -> "http://localhost:8080");
      bind(FactTypes.class).toInstance(FactTypes.of(IncidentFact.class, OutageFact.class));
      bind(EntryListener.class).toInstance(_ -> {});
      bind(Policy.class).toInstance(policy());
      bind(io.closedloop.core.workspace.Policy.class)
          .toInstance(io.closedloop.core.workspace.Policy.STRICT);
      bind(WorkspaceOptions.class).toInstance(WorkspaceOptions.of(folder, folder));
      bind(Sandbox.class).toInstance(new Sandbox.None("not in tests"));
      bind(Catalogue.class)
          .toInstance(new Catalogue(List.of(), List.copyOf(actions.values()), List.of()));
      bind(DiagnosisEngine.class).toInstance(engine);
      bind(PriorityRules.class).toInstance(priorities());
      bind(OutageRules.class).toProvider(() -> outages);
      bind(TestMemory.class).to(TestOutcomes.class);
      bind(LogKeeper.class).toInstance(LogKeeper.NONE);
      bind(PluginCall.class)
          .toInstance(
              new PluginCall(
                  PluginCall.Bounds.DEFAULT,
                  (_, task) -> {
                    if (impatient) {
                      Thread.ofPlatform().start(task);
                    }
                    return () -> {};
                  },
                  new SimpleMeterRegistry(),
                  new Secrets()));
    }

    @Provides
    IncidentFollowers followers(RecoveryTasks tasks, Correlation correlation) {
      return new IncidentFollowers(List.of(tasks, correlation));
    }
  }

  private Policy policy() {
    var lists = new Policy.ActionLists(automatic, supervised);
    return new Policy(
        true,
        "automatic",
        Map.of("infrastructure", lists, "quality_gates", lists),
        Set.of("re_run", "code_formatting"),
        Set.of(),
        new Retries(
            new Policy.Backoff(
                true, reruns, Duration.ofSeconds(30), 2, Duration.ofSeconds(1800), 0.1),
            strategies),
        limits,
        false,
        priorityModes);
  }

  private PriorityRules priorities() {
    return new PriorityRules(
        Duration.ofHours(24),
        Map.of(
            Priority.CRITICAL, 50.0, Priority.HIGH, 30.0, Priority.MEDIUM, 15.0, Priority.LOW, 5.0),
        Map.of(Priority.CRITICAL, 10, Priority.HIGH, 5, Priority.MEDIUM, 3, Priority.LOW, 1),
        criticalWorkflows,
        boosts);
  }

  private static DiagnosisEngine fewSignatures() {
    return new DiagnosisEngine(
        List.of(
            signature("refused", "infrastructure", "connection refused", true),
            signature("dns", "infrastructure", "could not resolve host", true),
            signature("format", "quality_gates", "is not formatted", false),
            signature("order", "quality_gates", "imports are not sorted", false)),
        0.3,
        Refiner.NONE);
  }

  private static Signature signature(String id, String category, String words, boolean passes) {
    return new Signature(
        id,
        category,
        id,
        null,
        passes ? Signature.Passes.YES : Signature.Passes.HISTORY,
        80,
        Signature.Reads.OUTPUT,
        false,
        Pattern.compile(words),
        List.of(words),
        List.of(),
        0,
        List.of());
  }

  /** Delivers that the newest attempt ended, and does what follows at once. */
  String ended(Hub.Run run) {
    String news = deliver(run, run.attempt());
    schedule.runDue();
    return news;
  }

  String deliver(Hub.Run run, int attempt) {
    return watch().runCompleted(REPO, run.id, attempt);
  }

  String pushed(String branch) {
    String news = watch().pushed(REPO, branch, hub.head(branch));
    schedule.runDue();
    return news;
  }

  Watch watch() {
    return injector.getInstance(Watch.class);
  }

  Recovery recovery() {
    return injector.getInstance(Recovery.class);
  }

  Approvals approvals() {
    return injector.getInstance(Approvals.class);
  }

  Outages outages() {
    return injector.getInstance(Outages.class);
  }

  OutageGate gate() {
    return injector.getInstance(OutageGate.class);
  }

  Incidents incidents() {
    return injector.getInstance(Incidents.class);
  }

  /** A run on the branch whose one job failed so, and whose end was delivered. */
  Hub.Run failed(String branch, String log) {
    Hub.Run run = hub.end(hub.run(branch, "build", "docs"), Map.of("build", "failure"), log);
    ended(run);
    return run;
  }

  List<Incident> all() {
    return store.read(tx ->
        incidents()
            .page(tx, new IncidentPage.Filter(null, null, null, null, null, 200))
            .rows()
            .stream()
            .map(row -> find(tx, row.id()))
            .toList()
            .reversed());
  }

  private Incident find(io.closedloop.core.store.Tx tx, String id) {
    try {
      return incidents().find(tx, id).orElseThrow();
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The only incident. */
  Incident only() {
    List<Incident> all = all();
    if (all.size() != 1) {
      throw new AssertionError(
          "not one incident but "
              + all.size()
              + ": "
              + all.stream().map(i -> i.state() + " " + i.failure().jobNames()).toList());
    }
    return all.getFirst();
  }

  /** Names of the facts of an incident, in order. */
  List<String> facts(Incident incident) {
    return store.read(tx -> incidents().timeline(tx, incident.id())).stream()
        .map(Entry::fact)
        .map(fact -> fact.getClass().getSimpleName())
        .toList();
  }

  void advance(Duration by) {
    schedule.advance(by);
  }

  @Override
  public void close() {
    github.close();
    store.close();
    hub.close();
  }
}
