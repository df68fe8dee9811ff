package io.closedloop.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process of its own that asks a server for pages: first all kinds in turn on a few connections,
 * for the time they take; then one kind after the other on one connection, for what each costs.
 */
public final class PagesLoad {
  private static final int OLDER_PAGES = 40;
  private static final int BLOCK = 25;

  private final int port;
  private final String headers;
  private final double cpuSeconds;
  private final Cpu server;
  private PageKind.Known known;

  private PagesLoad(String[] args) throws IOException {
    port = Integer.parseInt(args[0]);
    server = new Cpu(Long.parseLong(args[1]));
    headers =
        " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + Files.readString(Path.of(args[2])).strip()
            + "\r\n\r\n";
    cpuSeconds = Double.parseDouble(args[8]);
    known =
        new PageKind.Known(
            Files.readAllLines(Path.of(args[3])),
            List.of(),
            Long.parseLong(args[4]),
            Long.parseLong(args[5]));
    known = new PageKind.Known(known.ids(), cursors(), known.week(), known.all());
  }

  /**
   * Arguments: port, process id, file with the token, file with the incidents, hours of a week,
   * hours of all, connections, requests of each kind, seconds the server computes for each kind.
   * Prints a line for each kind: its name, p50 and p99 in milliseconds, microseconds computed.
   */
  public static void main(String[] args) throws Exception {
    PagesLoad load = new PagesLoad(args);
    int connections = Integer.parseInt(args[6]);
    int count = Integer.parseInt(args[7]) / connections;
    load.mixed(connections, count); // warms up
    Map<PageKind, long[]> micros = load.mixed(connections, count);
    for (PageKind kind : PageKind.values()) {
      load.cost(kind); // compiles what the figures are not to hold
    }
    for (PageKind kind : PageKind.values()) {
      long[] sorted = micros.getOrDefault(kind, new long[1]);
      Arrays.sort(sorted);
      System.out.printf(
          Locale.ROOT,
          "%s %.3f %.3f %.1f%n",
          kind,
          sorted[sorted.length / 2] / 1e3,
          sorted[(int) (sorted.length * 0.99)] / 1e3,
          load.cost(kind));
    }
  }

  private List<String> cursors() throws IOException {
    List<String> cursors = new ArrayList<>();
    JsonMapper json = new JsonMapper();
    try (KeptConnection connection = new KeptConnection(port)) {
      String path = "/api/v1/incidents?limit=200";
      while (cursors.size() < OLDER_PAGES) {
        JsonNode next = json.readTree(connection.ask(request(path))).path("next");
        if (!next.isString()) {
          break;
        }
        cursors.add(next.asString());
        path = "/api/v1/incidents?limit=200&cursor=" + next.asString();
      }
    }
    return cursors;
  }

  private byte[] request(String path) {
    return ("GET " + path + headers).getBytes(StandardCharsets.US_ASCII);
  }

  private Map<PageKind, long[]> mixed(int connections, int count) throws Exception {
    Map<PageKind, long[]> all = new EnumMap<>(PageKind.class);
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      List<Future<Map<PageKind, long[]>>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        Random random = new Random(i);
        running.add(threads.submit(() -> connection(count, random)));
      }
      for (Future<Map<PageKind, long[]>> one : running) {
        one.get().forEach((kind, more) -> all.merge(kind, more, PagesLoad::joined));
      }
    }
    return all;
  }

  private Map<PageKind, long[]> connection(int count, Random random) throws IOException {
    Map<PageKind, long[]> micros = new EnumMap<>(PageKind.class);
    List<PageKind> kinds = new ArrayList<>(List.of(PageKind.values()));
    try (KeptConnection connection = new KeptConnection(port)) {
      for (int i = 0; i < count; i++) {
        Collections.shuffle(kinds, random);
        for (PageKind kind : kinds) {
          byte[] request = request(kind.path(known, random));
          long begun = System.nanoTime();
          connection.ask(request);
          micros.computeIfAbsent(kind, _ -> new long[count])[i] =
              (System.nanoTime() - begun) / 1_000;
        }
      }
    }
    return micros;
  }

  /** Microseconds that the server computes for one request of this kind. */
  private double cost(PageKind kind) throws IOException {
    Random random = new Random(7);
    double before = server.seconds();
    int asked = 0;
    try (KeptConnection connection = new KeptConnection(port)) {
      while (asked == 0 || server.seconds() - before < cpuSeconds) {
        for (int i = 0; i < BLOCK; i++, asked++) {
          connection.ask(request(kind.path(known, random)));
        }
      }
    }
    return (server.seconds() - before) / asked * 1e6;
  }

  private static long[] joined(long[] one, long[] other) {
    long[] all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }
}
