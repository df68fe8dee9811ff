package io.closedloop.core.app;

import com.google.inject.Guice;
import com.google.inject.Stage;
import io.closedloop.core.http.HttpServer;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Loads the libraries that a server needs next while its settings and plugins are being read:
 * loading classes is most of a start, and nothing else could use the second core then.
 */
final class Warmup {
  private Warmup() {}

  static void begin() {
    // Set up by one thread: where two come at once, SLF4J complains on the console.
    LoggerFactory.getILoggerFactory();
    Thread.ofPlatform().daemon().name("warm-up").start(Warmup::load);
  }

  private static void load() {
    JsonMapper.builder().build().writeValueAsString(new SystemFact.ServerStopped(""));
    HttpServer.load();
    Guice.createInjector(Stage.PRODUCTION);
  }
}
