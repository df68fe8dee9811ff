package io.closedloop.benchmarks;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
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
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(30_000);
      OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (left.getAndDecrement() > 0) {
        long begun = System.nanoTime();
        String rest = UUID.randomUUID() + "\r\n\r\n";
        out.write((head + rest).getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
        answer(in);
        micros = done == micros.length ? Arrays.copyOf(micros, done * 2) : micros;
        micros[done++] = (System.nanoTime() - begun) / 1_000;
      }
    }
    return Arrays.copyOf(micros, done);
  }

  /** Reads one answer to its end; anything but a yes ends the measurement. */
  private static void answer(InputStream in) throws IOException {
    String status = line(in);
    if (!status.startsWith("HTTP/1.1 2")) {
      throw new IOException("the server answered: " + status);
    }
    int length = 0;
    boolean chunked = false;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).strip());
      }
      chunked |= lower.startsWith("transfer-encoding: chunked");
    }
    if (!chunked) {
      in.skipNBytes(length);
      return;
    }
    for (int size = chunk(in); size > 0; size = chunk(in)) {
      in.skipNBytes(size + 2L);
    }
    line(in);
  }

  private static int chunk(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the server closed the connection");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }
}
