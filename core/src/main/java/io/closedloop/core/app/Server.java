package io.closedloop.core.app;

import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import io.closedloop.core.config.Problem;
import io.closedloop.core.config.Words;
import io.closedloop.core.history.FailedJobKeeper;
import io.closedloop.core.http.HttpServer;
import io.closedloop.core.journal.Chain;
import io.closedloop.core.journal.Journal;
import io.closedloop.core.plugin.LoadedPlugin;
import io.closedloop.core.schedule.DbSchedule;
import io.closedloop.core.schedule.TaskHandler;
import io.closedloop.core.store.GroupCommit;
import io.closedloop.core.workspace.Workspaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server: everything is wired, then work begins, and the HTTP port opens last. */
final class Server implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Server.class);
  private static final Duration DRAIN = Duration.ofSeconds(20);
  private final Foundation foundation;
  private final String version;
  private final Injector injector;

  private Server(Foundation foundation, String version, Injector injector) {
    this.foundation = foundation;
    this.version = version;
    this.injector = injector;
  }

  /** Makes the parts; nothing runs yet. */
  static Server wire(Foundation foundation, String version, Arrangement arrangement) {
    return new Server(foundation, version, arrangement.made(foundation));
  }

  /** Begins to work. */
  void begin() {
    try {
      injector.getInstance(Workspaces.class).removeLeftovers();
    } catch (IOException e) {
      throw new UncheckedIOException("what an earlier server left behind cannot be removed", e);
    }
    List<String> plugins =
        foundation.plugins().catalogue().plugins().stream().map(LoadedPlugin::id).sorted().toList();
    note(new SystemFact.ServerStarted(version, plugins, foundation.sandbox().words()));
    // Before the schedule, which has the store to itself for a while when it looks for the first
    // time.
    injector.getInstance(Housekeeping.class).begin();
    injector
        .getInstance(DbSchedule.class)
        .start(injector.getInstance(Key.get(new TypeLiteral<Map<String, TaskHandler>>() {})));
    injector.getInstance(HttpServer.class).start();
    injector.getInstance(CredentialsCheck.class).begin();
  }

  /** Reads the signatures, and tells what is wrong with some; the others hold. */
  void readSignatures(Supplier<Engines.Built> reading) {
    Engines.Built read;
    try {
      read = reading.get();
    } catch (RuntimeException e) {
      log.error("The signatures cannot be read. Each diagnosis tries to until they can be.", e);
      return;
    }
    List<Problem> problems = read.problems();
    problems.forEach(problem -> log.warn("{}", problem));
    if (problems.isEmpty()) {
      log.info("{} signatures were read.", read.entries().size());
    } else {
      log.warn(
          "{} signatures were read, {}: what is named above is left out, the others hold.",
          read.entries().size(),
          Words.count(problems.size(), "problem", "problems"));
      note(new SystemFact.SignaturesLeftOut(SystemFact.places(problems)));
    }
  }

  /** Reads the settings anew; a bad reading changes nothing and is in the log and the journal. */
  void reload(String by) {
    injector.getInstance(Reloading.class).reload(by);
  }

  /** The port that it listens on. */
  int port() {
    return injector.getInstance(HttpServer.class).port();
  }

  private void note(SystemFact fact) {
    Journal journal = injector.getInstance(Journal.class);
    foundation.store().write(tx -> journal.append(tx, Chain.SYSTEM, Journal.ANY, fact));
  }

  /**
   * Takes no more requests, lets work under way end, and closes everything; what did not end is
   * done after the next start.
   */
  @Override
  public void close() {
    injector.getInstance(HttpServer.class).stop(DRAIN);
    injector.getInstance(GroupCommit.class).close();
    injector.getInstance(DbSchedule.class).stop();
    injector.getInstance(FailedJobKeeper.class).close();
    note(new SystemFact.ServerStopped(version));
    foundation.bus().close();
    foundation.plugins().close();
    foundation.github().close();
    foundation.store().close();
  }
}
