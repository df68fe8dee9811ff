package io.closedloop.core.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening server: HTTP/1.1 and HTTP/2 in clear text on one port, a virtual thread for each
 * request.
 */
@Singleton
public final class HttpServer {
  private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

  /** Many, since one that waits for a slow client costs little but its place here. */
  private static final int MOST_AT_ONCE = 1_000;

  private static final int HEADER_BYTES = 16 * 1024;

  /** Most deliveries arrive in one reading. */
  private static final int READ_BYTES = 32 * 1024;

  private final HttpOptions options;
  private final Running running;
  private final Server server;
  private final ServerConnector connector;

  @Inject
  HttpServer(HttpOptions options, Edge edge, EdgeErrors edgeErrors, Running running) {
    this.options = options;
    this.running = running;
    server = new Server(new VirtualThreadPool(MOST_AT_ONCE));
    server.setHandler(edge);
    server.setErrorHandler(edgeErrors);
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setRequestHeaderSize(HEADER_BYTES);
    HttpConnectionFactory http = new HttpConnectionFactory(configuration);
    http.setInputBufferSize(READ_BYTES);
    connector =
        new ServerConnector(server, 1, 1, http, new HTTP2CServerConnectionFactory(configuration));
    connector.setHost(options.host());
    connector.setPort(options.port());
    connector.setIdleTimeout(options.idle().toMillis());
    server.addConnector(connector);
  }

  /** Loads most of what it consists of, for those who have time before they need it. */
  public static void load() {
    Server unused = new Server(new VirtualThreadPool(1));
    new ServerConnector(
        unused,
        1,
        1,
        new HttpConnectionFactory(),
        new HTTP2CServerConnectionFactory(new HttpConfiguration()));
  }

  /**
   * Begins to listen.
   *
   * @throws IllegalStateException when the port cannot be had
   */
  public void start() {
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(
          "cannot listen on %s:%d (%s); choose another port or stop what holds it"
              .formatted(options.host(), options.port(), e.getMessage()),
          e);
    }
    log.info("Listening on {}:{}", options.host(), port());
  }

  /** The port that it listens on; also when the system chose it. */
  public int port() {
    return connector.getLocalPort();
  }

  /**
   * Refuses new requests with 503, lets running ones end for at most so long, then closes every
   * connection.
   */
  public void stop(Duration patience) {
    try {
      int left = running.drain(patience);
      if (left > 0) {
        log.warn("{} requests did not end within {} s and are cut off", left, patience.toSeconds());
      }
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      log.warn("Interrupted while requests were ending; they are cut off with the process");
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server did not stop cleanly: " + e.getMessage(), e);
    }
  }
}
