package io.closedloop.core.http;

import io.closedloop.core.incident.Failure;
import io.closedloop.core.incident.Incidents;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How long lists and timelines take with many incidents stored: fills a store with real facts
 * through the real codec, then asks over HTTP, all kinds of requests in turn.
 *
 * <p>Arguments: a folder (kept, and used again when it is filled already), how many incidents, how
 * many rounds, how many clients at once.
 */
public final class PagesBenchmark {
  private static final int BATCH = 500;
  private static final List<String> CATEGORIES =
      List.of("quality_gates", "testing", "infrastructure", "dependencies", "general");

  private PagesBenchmark() {}

  /** Fills, asks and prints. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int wanted = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    int clients = Integer.parseInt(args[3]);
    Files.createDirectories(folder);
    try (TestServer server = new TestServer(folder)) {
      fill(server, wanted);
      measure(server, rounds, clients);
    }
    System.exit(0);
  }

  private static void fill(TestServer server, int wanted) {
    int there =
        server.store.read(
            tx -> tx.one("SELECT count(*) FROM incident", row -> row.getInt(1)).orElse(0));
    Samples samples = new Samples(server);
    Incidents incidents = server.injector.getInstance(Incidents.class);
    long begun = System.nanoTime();
    for (int from = there; from < wanted; from += BATCH) {
      int first = from;
      server.store.write(tx -> {
        for (int i = first; i < Math.min(wanted, first + BATCH); i++) {
          server.clock.advance(Duration.ofMillis(137));
          Failure failure =
              Samples.failure(
                  "branch-" + i % 500,
                  CATEGORIES.get(i % CATEGORIES.size()),
                  "Error: the following files are not formatted:",
                  "https://github.com/octo/shop/actions/runs/70/job/71");
          samples.story(tx, incidents, failure, i % 50);
        }
        return first;
      });
    }
    System.out.printf(
        Locale.ROOT,
        "%,d incidents stored, %,d of them now, in %.0f s%n",
        Math.max(there, wanted),
        Math.max(0, wanted - there),
        (System.nanoTime() - begun) / 1e9);
  }

  private static void measure(TestServer server, int rounds, int clients) throws Exception {
    List<String> ids =
        server.store.read(tx -> tx.query("SELECT id FROM incident", row -> row.getString(1)));
    String cursor = cursorInTheMiddle(server, ids);
    Map<String, List<Long>> taken = new LinkedHashMap<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(clients)) {
      for (int warm = 0; warm < 2; warm++) {
        taken.clear();
        List<Future<Map<String, List<Long>>>> running = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
          Random random = new Random(client);
          running.add(pool.submit(client(server, ids, cursor, rounds, random)));
        }
        for (Future<Map<String, List<Long>>> one : running) {
          one.get()
              .forEach((name, nanos) ->
                  taken.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(nanos));
        }
      }
    }
    System.out.printf(
        "%-44s %8s %8s %8s %8s  (ms, %d clients)%n",
        "request", "p50", "p95", "p99", "max", clients);
    taken.forEach((name, nanos) -> {
      long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
      System.out.printf(
          Locale.ROOT,
          "%-44s %8.1f %8.1f %8.1f %8.1f%n",
          name,
          at(sorted, 0.50),
          at(sorted, 0.95),
          at(sorted, 0.99),
          at(sorted, 1));
    });
  }

  private static Callable<Map<String, List<Long>>> client(
      TestServer server, List<String> ids, String cursor, int rounds, Random random) {
    return () -> {
      Map<String, List<Long>> taken = new LinkedHashMap<>();
      for (int round = 0; round < rounds; round++) {
        String id = ids.get(random.nextInt(ids.size()));
        Map<String, HttpRequest.Builder> requests = new LinkedHashMap<>();
        requests.put("page /", server.to("/"));
        requests.put("page /?cursor", server.to("/?cursor=" + cursor));
        requests.put("page /incidents/ID", server.to("/incidents/" + id));
        requests.put("json incidents", server.api("/incidents"));
        requests.put("json incidents?limit=200", server.api("/incidents?limit=200"));
        requests.put("json incidents?cursor", server.api("/incidents?cursor=" + cursor));
        requests.put("json state, rare", server.api("/incidents?state=escalated"));
        requests.put(
            "json state+category, none", server.api("/incidents?state=escalated&category=testing"));
        requests.put(
            "json all three filters, none",
            server.api("/incidents?state=mitigated&repository=octo/shop&category=testing"));
        requests.put("json incidents/ID", server.api("/incidents/" + id));
        if (round % 20 == 0) {
          requests.put("json kpis, 7 days", server.api("/kpis"));
        }
        for (Map.Entry<String, HttpRequest.Builder> request : requests.entrySet()) {
          taken
              .computeIfAbsent(request.getKey(), _ -> new ArrayList<>())
              .add(timed(server, request.getValue()));
        }
      }
      return taken;
    };
  }

  private static long timed(TestServer server, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    HttpResponse<String> response = server.send(request);
    long nanos = System.nanoTime() - begun;
    if (response.statusCode() != 200) {
      throw new IllegalStateException(response.uri() + ": " + response.body());
    }
    return nanos;
  }

  private static String cursorInTheMiddle(TestServer server, List<String> ids) throws Exception {
    String page = "/incidents?limit=200";
    String cursor = "";
    for (int i = 0; i < Math.min(50, ids.size() / 400); i++) {
      cursor = server.read(page).path("next").asString();
      page = "/incidents?limit=200&cursor=" + cursor;
    }
    return cursor;
  }

  private static double at(long[] sorted, double share) {
    return sorted[Math.max(0, (int) Math.ceil(sorted.length * share) - 1)] / 1e6;
  }
}
