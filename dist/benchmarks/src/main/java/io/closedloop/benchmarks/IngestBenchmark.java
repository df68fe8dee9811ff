package io.closedloop.benchmarks;

import com.google.common.io.Closer;
import io.closedloop.api.Secret;
import io.closedloop.core.intake.WebhookSignature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Deliveries a second and what each costs: closedloop, which has each on disk before it answers,
 * against the same server with an inbox that keeps nothing, and against others that store nothing.
 * All of them run side by side and take short turns, since the machine's own speed changes within a
 * minute.
 */
final class IngestBenchmark implements Benchmark {
  private static final Metric RATE = new Metric("requests/s", "");
  private static final Metric CPU = new Metric("CPU per request", "µs");
  private static final Metric P50 = new Metric("p50", "ms");
  private static final Metric P99 = new Metric("p99", "ms");
  private static final Metric MEMORY = new Metric("resident", "MB");
  private static final String SECRET = "a secret of the benchmark only";
  private static final String US = "closedloop";
  private static final String STORELESS = "the same without store";
  private static final String BARE = "bare Jetty";
  private static final String OCTOKIT = "Octokit on node";
  private static final int CONNECTIONS = 32;

  /**
   * Several loads, since the end of the first, when connections close, makes the compiler begin
   * anew with what reads from them.
   */
  private static final int WARM_UPS = 6;

  private static final int WARM_UP = 40_000;
  private static final int TURNS = 4; // in a round
  private static final int COUNT = 20_000;
  private static final int BODY_BYTES = 19 * 1024;

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
    Results results;
    try (Field field = new Field(setting.work())) {
      start(field, setting, notes);
      for (ServerProcess server : field.servers.values()) {
        for (int i = 0; i < WARM_UPS; i++) {
          load(server, body, setting.scaled(WARM_UP));
        }
      }
      List<Contestant> contestants = new ArrayList<>();
      field.servers.forEach((name, server) ->
          contestants.add(Contestant.of(name, () -> turn(server, body, setting))));
      results = new Rounds(setting.rounds() * TURNS, setting.progress()).run(contestants);
    }
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

  private static void start(Field field, Setting setting, List<String> notes)
      throws IOException, InterruptedException {
    ServerProcess us = field.add(US, home -> closedloop(setting, home));
    List<String> options = us.options();
    field.add(
        STORELESS,
        home -> {
          String folder = home.folder().toString();
          return ServerProcess.java(
              options, StorelessServer.class, home.folder().resolve("out"), SECRET, folder);
        });
    field.add(
        BARE,
        home -> ServerProcess.java(options, BareJetty.class, home.folder().resolve("out"), SECRET));
    Path octokit = setting.work().resolve("octokit");
    if (octokit(octokit)) {
      field.add(OCTOKIT, _ -> node(octokit));
    } else {
      notes.add("Octokit did not take part: node or npm is missing, or its packages are");
    }
  }

  private static double ratio(Results results, Metric metric) {
    return results.has(OCTOKIT, metric) ? results.ratio(US, OCTOKIT, metric) : Double.NaN;
  }

  private interface Start {
    ServerProcess on(Scratch home) throws IOException;
  }

  /** The servers, each with a folder of its own, until all of them are stopped. */
  private static final class Field implements AutoCloseable {
    private final Path folder;
    private final Map<String, ServerProcess> servers = new LinkedHashMap<>();
    private final Closer closer = Closer.create(); // closes the last first, and all of them

    Field(Path folder) {
      this.folder = folder;
    }

    ServerProcess add(String name, Start start) throws IOException {
      Scratch home = new Scratch(folder);
      closer.register(home::close);
      ServerProcess server = start.on(home);
      closer.register(server::close);
      servers.put(name, server);
      return server;
    }

    @Override
    public void close() throws IOException {
      closer.close();
    }
  }

  private static ServerProcess closedloop(Setting setting, Scratch home) throws IOException {
    return ServerProcess.closedloop(
        setting.distribution(), home.folder(), Map.of("CLOSEDLOOP_WEBHOOK_SECRET", SECRET));
  }

  private static Map<Metric, Double> turn(ServerProcess server, Path body, Setting setting)
      throws IOException, InterruptedException {
    double before = server.cpu().seconds();
    int count = setting.scaled(COUNT);
    double[] figures = load(server, body, count);
    double computed = server.cpu().seconds() - before;
    return Map.of(
        RATE, figures[0],
        P50, figures[1],
        P99, figures[2],
        CPU, computed / count * 1e6,
        MEMORY, server.cpu().residentMegabytes());
  }

  private static double[] load(ServerProcess server, Path body, int count)
      throws IOException, InterruptedException {
    String signature =
        new WebhookSignature(List.of(Secret.of(SECRET))).sign(Files.readAllBytes(body));
    Command command =
        Command.brief(
            Load.class,
            List.of(
                Integer.toString(server.port()),
                body.toString(),
                signature,
                Integer.toString(CONNECTIONS),
                Integer.toString(count)));
    String[] figures = command.output().strip().split(" ", -1);
    return new double[] {
      Double.parseDouble(figures[0]), Double.parseDouble(figures[1]), Double.parseDouble(figures[2])
    };
  }

  /** A run that has not ended: it is checked, noted and counted, and nothing follows from it. */
  static byte[] body() {
    StringBuilder body = new StringBuilder();
    body.append(
        "{\"action\":\"in_progress\",\"workflow_run\":{\"id\":30433642,\"run_attempt\":1,\"name\":\"Build\","
            + "\"repository\":{\"full_name\":\"acme/widgets\"}},\"repository\":{\"full_name\":\"acme/widgets\"},"
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
