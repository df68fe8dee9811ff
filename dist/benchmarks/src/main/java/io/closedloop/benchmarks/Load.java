package io.closedloop.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process of its own that sends one signed body over and over, each time as another delivery, on
 * a few connections that are kept, to the loopback only.
 */
public final class Load {
  private static final int MOST = 1_000_000;

  private final int port;
  private final byte[] body;
  private final String head;
  private final AtomicInteger left;

  private Load(int port, byte[] body, String signature, int count) {
    this.port = port;
    this.body = body;
    this.head =
        "POST /webhooks/github HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "X-GitHub-Event: workflow_run\r\nX-Hub-Signature-256: "
            + signature
            + "\r\nContent-Length: "
            + body.length
            + "\r\nX-GitHub-Delivery: ";
    this.left = new AtomicInteger(Math.min(count, MOST));
  }

  /** Arguments: port, file with the body, signature, connections, count. Prints the figures. */
  public static void main(String[] args) throws Exception {
    byte[] body = Files.readAllBytes(Path.of(args[1]));
    int count = Integer.parseInt(args[4]);
    Load load = new Load(Integer.parseInt(args[0]), body, args[2], count);
    long begun = System.nanoTime();
    long[] micros = load.run(Integer.parseInt(args[3]));
    double seconds = (System.nanoTime() - begun) / 1e9;
    Arrays.sort(micros);
    System.out.printf(
        Locale.ROOT,
        "%.1f %.3f %.3f%n",
        micros.length / seconds,
        micros[micros.length / 2] / 1e3,
        micros[(int) (micros.length * 0.99)] / 1e3);
  }

  private long[] run(int connections) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      Callable<long[]> connection = this::connection;
      List<Future<long[]>> all = threads.invokeAll(Collections.nCopies(connections, connection));
      long[] micros = new long[0];
      for (Future<long[]> one : all) {
        long[] more = one.get();
        int before = micros.length;
        micros = Arrays.copyOf(micros, before + more.length);
        System.arraycopy(more, 0, micros, before, more.length);
      }
      return micros;
    }
  }

  private long[] connection() throws IOException {
    long[] micros = new long[1024];
    int done = 0;
    try (KeptConnection server = new KeptConnection(port)) {
      while (left.getAndDecrement() > 0) {
        long begun = System.nanoTime();
        String rest = UUID.randomUUID() + "\r\n\r\n";
        server.ask((head + rest).getBytes(StandardCharsets.US_ASCII), body);
        micros = done == micros.length ? Arrays.copyOf(micros, done * 2) : micros;
        micros[done++] = (System.nanoTime() - begun) / 1_000;
      }
    }
    return Arrays.copyOf(micros, done);
  }
}
