package io.closedloop.sandbox;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A package registry on a port of its own. While it is down the port is closed, so that whoever
 * connects is really refused; brought up it serves {@code /artifacts/NAME}.
 */
public final class Registry implements AutoCloseable {
  private static final int TRIES = 100;
  private final int port;
  private @Nullable HttpServer server;

  private Registry(int port) {
    this.port = port;
  }

  /** Finds a port that nobody uses, below those that the system hands out, and leaves it closed. */
  public static Registry down() {
    RandomGenerator random = RandomGenerator.getDefault();
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(20_000, 30_000);
      if (isFree(port)) {
        return new Registry(port);
      }
    }
    throw new IllegalStateException("no free port between 20000 and 30000; free one");
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public synchronized void bringUp() {
    try {
      open();
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port + " was taken meanwhile", e);
    }
  }

  private synchronized void open() throws IOException {
    if (server != null) {
      return;
    }
    HttpServer opened =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    opened.createContext(
        "/artifacts/",
        exchange -> {
          try (exchange) {
            byte[] body =
                ("artifact " + exchange.getRequestURI().getPath() + "\n")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    opened.start();
    server = opened;
  }

  public synchronized void takeDown() {
    HttpServer running = server;
    if (running != null) {
      running.stop(0);
      server = null;
    }
  }

  @Override
  public void close() {
    takeDown();
  }
}
