package io.closedloop.core.app;

import io.closedloop.api.Secret;
import io.closedloop.core.config.ConfigLoader;
import io.closedloop.core.http.HttpServer;
import io.closedloop.core.intake.WebhookSignature;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Loads what a server needs next, and finds out how its parts fit, while its command line, settings
 * and plugins are being read: loading classes is most of a start, and nothing else could use the
 * second core then.
 */
final class Warmup {
  private final CompletableFuture<Void> log = new CompletableFuture<>();

  private final Arrangement arrangement;

  private Warmup(Arrangement arrangement) {
    this.arrangement = arrangement;
  }

  /** Begins, where a server is to be started. */
  static Warmup begin(List<String> words, Arrangement arrangement) {
    Warmup warmup = new Warmup(arrangement);
    if (!words.isEmpty() && words.getFirst().equals("start")) {
      Thread.ofPlatform().daemon().name("warm-up").start(warmup::load);
    } else {
      warmup.log.complete(null);
    }
    return warmup;
  }

  /**
   * Waits for the log. It is set up by one thread: where two come at once, SLF4J complains on the
   * console.
   */
  void awaitLog() {
    log.join();
  }

  private void load() {
    try {
      LoggerFactory.getILoggerFactory();
    } finally {
      log.complete(null); // whoever uses the log next is told what is wrong with it
    }
    new ConfigLoader(); // reads the shipped defaults
    new WebhookSignature(List.of(Secret.of("of nobody")));
    JsonMapper.builder().build().writeValueAsString(new SystemFact.ServerStopped(""));
    HttpServer.load();
    // The scheduler does so, and the first such product makes Java multiply large powers of five.
    Duration _ = Duration.ofSeconds(2).multipliedBy(2);
    arrangement.findOut();
  }
}
