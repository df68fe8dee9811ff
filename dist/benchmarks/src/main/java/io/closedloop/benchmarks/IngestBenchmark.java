package io.closedloop.benchmarks;

import io.closedloop.api.Secret;
import io.closedloop.core.intake.WebhookSignature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Deliveries a second and what each costs: closedloop, which has each on disk before it answers,
 * against the same server with an inbox that keeps nothing, and against others that store nothing.
 */
final class IngestBenchmark implements Benchmark {
  private static final Metric RATE = new Metric("requests/s", "");
  private static final Metric CPU = new Metric("CPU per request", "µs");
  private static final Metric P50 = new Metric("p50", "ms");
  private static final Metric P99 = new Metric("p99", "ms");
  private static final Metric MEMORY = new Metric("resident", "MB");
  private static final String SECRET = "a secret of the benchmark only";
  private static final String US = "closedloop";
  private static final String HANDLED = "closedloop, handling each";
  private static final String STORELESS = "the same without store";
  private static final String BARE = "bare Jetty";
  private static final String OCTOKIT = "Octokit on node";
  private static final int CONNECTIONS = 32;

  /**
   * Several loads, since the end of the first, when connections close, makes the compiler begin
   * anew with what reads from them.
   */
  private static final int WARM_UPS = 6;

  private static final int BODY_BYTES = 19 * 1024;

  /** What is sent. */
  private enum Sent {
    /** A run that has not ended: it is checked, noted and counted, and nothing follows from it. */
    RUN("workflow_run", 40_000),
    /** Kept whole, and a task of its own reads it and looks for what it concerns: nothing here. */
    PUSH("push", 4_000);

    final String event;
    final int count; // in one load

    Sent(String event, int count) {
      this.event = event;
      this.count = count;
    }
  }

  @Override
  public String name() {
    return "ingest";
  }

  @Override
  public String description() {
    return "signed 19 KB deliveries on 32 connections: on disk here, only checked elsewhere";
  }

  @Override
  public Report run(Setting setting) throws Exception {
    Path body = Files.write(setting.work().resolve("body.json"), body());
    List<String> notes = new ArrayList<>();
    List<Contestant> contestants = new ArrayList<>();
    List<String> options = options(setting);
    contestants.add(contestant(US, Sent.RUN, body, setting, home -> closedloop(setting, home)));
    contestants.add(
        contestant(
            STORELESS,
            Sent.RUN,
            body,
            setting,
            home -> {
              String folder = home.folder().toString();
              return ServerProcess.java(
                  options, StorelessServer.class, home.folder().resolve("out"), SECRET, folder);
            }));
    contestants.add(
        contestant(
            BARE,
            Sent.RUN,
            body,
            setting,
            home ->
                ServerProcess.java(
                    options, BareJetty.class, home.folder().resolve("out"), SECRET)));
    Path octokit = setting.work().resolve("octokit");
    if (octokit(octokit)) {
      contestants.add(contestant(OCTOKIT, Sent.RUN, body, setting, _ -> node(octokit)));
    } else {
      notes.add("Octokit did not take part: node or npm is missing, or its packages are");
    }
    contestants.add(
        contestant(HANDLED, Sent.PUSH, body, setting, home -> closedloop(setting, home)));
    Results results = new Rounds(setting.rounds(), setting.progress()).run(contestants);
    List<Aim> aims = new ArrayList<>();
    aims.add(
        Aim.atLeast(
            "requests/s, × the same without store", results.ratio(US, STORELESS, RATE), 0.8));
    aims.add(Aim.atLeast("requests/s, × Octokit", ratio(results, RATE), 2));
    aims.add(Aim.atMost("p99, × Octokit", ratio(results, P99), 1));
    notes.add(
        "the load generator has a process of its own and shares the processors: CPU per request is the surer figure");
    return new Report(name(), results, aims, notes);
  }

  private static double ratio(Results results, Metric metric) {
    return results.has(OCTOKIT, metric) ? results.ratio(US, OCTOKIT, metric) : Double.NaN;
  }

  private interface Start {
    ServerProcess on(Scratch home) throws IOException;
  }

  private static Contestant contestant(
      String name, Sent sent, Path body, Setting setting, Start start) {
    return Contestant.of(
        name,
        () -> {
          try (Scratch home = new Scratch(setting.work());
              ServerProcess server = start.on(home)) {
            return measured(server, sent, body, setting);
          }
        });
  }

  private static ServerProcess closedloop(Setting setting, Scratch home) throws IOException {
    return ServerProcess.closedloop(
        setting.distribution(), home.folder(), Map.of("CLOSEDLOOP_WEBHOOK_SECRET", SECRET));
  }

  /** What the launcher gives to the server's JVM, so that others can be given the same. */
  private static List<String> options(Setting setting) throws IOException {
    try (Scratch home = new Scratch(setting.work());
        ServerProcess server = closedloop(setting, home)) {
      return server.options();
    }
  }

  private static Map<Metric, Double> measured(
      ServerProcess server, Sent sent, Path body, Setting setting)
      throws IOException, InterruptedException {
    int count = setting.scaled(sent.count);
    for (int i = 0; i < WARM_UPS; i++) {
      load(server, sent.event, body, count);
    }
    double before = server.cpu().seconds();
    double[] figures = load(server, sent.event, body, count);
    double computed = server.cpu().seconds() - before;
    return Map.of(
        RATE, figures[0],
        P50, figures[1],
        P99, figures[2],
        CPU, computed / count * 1e6,
        MEMORY, server.cpu().residentMegabytes());
  }

  private static double[] load(ServerProcess server, String event, Path body, int count)
      throws IOException, InterruptedException {
    String signature =
        new WebhookSignature(List.of(Secret.of(SECRET))).sign(Files.readAllBytes(body));
    Command command =
        Command.brief(
            Load.class,
            List.of(
                Integer.toString(server.port()),
                event,
                body.toString(),
                signature,
                Integer.toString(CONNECTIONS),
                Integer.toString(count)));
    String[] figures = command.output().strip().split(" ", -1);
    return new double[] {
      Double.parseDouble(figures[0]), Double.parseDouble(figures[1]), Double.parseDouble(figures[2])
    };
  }

  /** Of a run that has not ended, and of a push, whichever it is said to be. */
  static byte[] body() {
    StringBuilder body = new StringBuilder();
    body.append(
        "{\"action\":\"in_progress\",\"workflow_run\":{\"id\":30433642,\"run_attempt\":1,\"name\":\"Build\","
            + "\"repository\":{\"full_name\":\"acme/widgets\"}},\"ref\":\"refs/heads/main\","
            + "\"after\":\"6113728f27ae82c7b1a177c8d03f9e96e0adf246\",\"repository\":{\"full_name\":\"acme/widgets\"},"
            + "\"sender\":{\"login\":\"octocat\",\"id\":1},\"filler\":[0");
    for (int i = 1; body.length() < BODY_BYTES - 100; i++) {
      body.append(
          String.format(
              Locale.ROOT, ",{\"url\":\"https://api.github.com/repos/acme/widgets/%d\"}", i));
    }
    return body.append("]}").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static boolean octokit(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    try (InputStream script = IngestBenchmark.class.getResourceAsStream("octokit.mjs")) {
      Files.copy(Objects.requireNonNull(script), folder.resolve("octokit.mjs"));
    }
    return Command.of(
            List.of(
                "npm",
                "install",
                "--no-audit",
                "--no-fund",
                "--prefix",
                folder.toString(),
                "@octokit/webhooks@14"))
        .succeeds();
  }

  private static ServerProcess node(Path folder) throws IOException {
    int port = ServerProcess.freePort();
    List<String> command =
        List.of("node", folder.resolve("octokit.mjs").toString(), Integer.toString(port), SECRET);
    return ServerProcess.started(command, Map.of(), port, folder.resolve("out"));
  }
}
