package io.closedloop.benchmarks;

import io.closedloop.api.Secret;
import io.closedloop.core.intake.WebhookSignature;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * From the webhook of a failure to the moment at which GitHub is asked to run it again, while
 * failures keep coming; the pauses before a re-run and between two writes to GitHub are set to
 * nothing.
 */
final class LoopBenchmark implements Benchmark {
  private static final Metric P50 = new Metric("p50", "s");
  private static final Metric P99 = new Metric("p99", "s");
  private static final Metric WORST = new Metric("worst", "s");
  private static final Metric DONE = new Metric("asked for a re-run", "%");
  private static final Metric CPU = new Metric("CPU per failure", "ms");
  private static final String US = "closedloop";
  private static final String SECRET = "a secret of the benchmark only";
  private static final int A_SECOND = 50;
  private static final int SECONDS = 30;
  private static final int WARM_UP = 2_500;
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private static final String SETTINGS =
      """
      github: {write_spacing_millis: 0}
      retry_mechanisms:
        exponential_backoff: {base_delay_seconds: 0, max_delay_seconds: 1, multiplier: 1.0, jitter_factor: 0.0}
      limits: {writes_per_repository_per_day: 1000, writes_per_day: 1000000}
      # the same failure in so many repositories is an outage, for which re-runs would be held
      diagnosis: {correlation: {enabled: false}}
      """;

  @Override
  public String name() {
    return "loop";
  }

  @Override
  public String description() {
    return "50 failures a second, from the webhook to the re-run asked of a stand-in for GitHub";
  }

  @Override
  public Report run(Setting setting) throws Exception {
    // Or the launcher would train its cache of classes beside the measurement, as it does once
    // after a first start.
    Command.of(
            List.of(
                "env",
                "CLOSEDLOOP_AOT=now",
                setting.distribution().resolve("bin/closedloop").toString(),
                "version"))
        .output();
    Results results =
        new Rounds(setting.rounds(), setting.progress())
            .run(List.of(Contestant.of(US, () -> round(setting))));
    return new Report(
        name(),
        results,
        List.of(
            Aim.atMost("p99, s", results.median(US, P99), 1),
            Aim.atLeast("failures that were run again, %", results.median(US, DONE), 100)),
        List.of("each failure is an incident in a repository of its own"));
  }

  private static Map<Metric, Double> round(Setting setting) throws Exception {
    try (Scratch scratch = new Scratch(setting.work());
        StubGitHub gitHub = new StubGitHub()) {
      Path home = Files.createDirectories(scratch.folder().resolve("home"));
      Files.writeString(
          Files.createDirectories(home.resolve("conf")).resolve("closedloop.yml"), SETTINGS);
      Map<String, String> environment =
          Map.of(
              "CLOSEDLOOP_WEBHOOK_SECRET",
              SECRET,
              "CLOSEDLOOP_GITHUB_API_URL",
              gitHub.url(),
              "GITHUB_TOKEN",
              "a-token-of-the-benchmark-only");
      try (ServerProcess server =
          ServerProcess.closedloop(setting.distribution(), home, environment)) {
        int warmUp = setting.scaled(WARM_UP);
        failures(server, gitHub, 1, warmUp);
        double before = server.cpu().seconds();
        int count = setting.scaled(A_SECOND * SECONDS);
        List<Double> waits = failures(server, gitHub, 1 + warmUp, count);
        double computed = server.cpu().seconds() - before;
        if (waits.isEmpty()) {
          throw new IllegalStateException("nothing was run again: " + server.output());
        }
        return Map.of(
            P50, Results.quantile(waits, 0.5),
            P99, Results.quantile(waits, 0.99),
            WORST, waits.getLast(),
            DONE, 100.0 * waits.size() / count,
            CPU, computed / count * 1e3);
      }
    }
  }

  /**
   * Lets so many runs fail at an even pace; how many seconds each waited for its re-run, sorted.
   */
  private static List<Double> failures(
      ServerProcess server, StubGitHub gitHub, long first, int count) {
    WebhookSignature signature = new WebhookSignature(List.of(Secret.of(SECRET)));
    long[] sentAt = new long[count];
    int earlier = gitHub.reruns();
    try (HttpClient client = HttpClient.newHttpClient()) {
      long begun = System.nanoTime();
      for (int i = 0; i < count; i++) {
        LockSupport.parkNanos(begun + i * (1_000_000_000L / A_SECOND) - System.nanoTime());
        sentAt[i] = System.nanoTime();
        var _ =
            client.sendAsync(
                delivery(server, signature, first + i), HttpResponse.BodyHandlers.discarding());
      }
      long until = System.nanoTime() + PATIENCE_NANOS;
      while (gitHub.reruns() < earlier + count && System.nanoTime() < until) {
        LockSupport.parkNanos(20_000_000);
      }
    }
    List<Double> waits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long sent = sentAt[i];
      gitHub.rerunAt(first + i).ifPresent(at -> waits.add((at - sent) / 1e9));
    }
    waits.sort(null);
    return waits;
  }

  private static HttpRequest delivery(ServerProcess server, WebhookSignature signature, long run) {
    String repository = StubGitHub.repository(run);
    byte[] body =
        """
        {"action":"completed","workflow_run":{"id":%d,"run_attempt":1,"conclusion":"failure","repository":{"full_name":"%s"}},\
        "repository":{"full_name":"%s"},"sender":{"login":"octocat"}}\
        """
            .formatted(run, repository, repository)
            .getBytes(StandardCharsets.UTF_8);
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:%d/webhooks/github".formatted(server.port())))
        .header("Content-Type", "application/json")
        .header("X-GitHub-Event", "workflow_run")
        .header("X-GitHub-Delivery", UUID.randomUUID().toString())
        .header("X-Hub-Signature-256", signature.sign(body))
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }
}
