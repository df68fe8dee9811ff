package io.closedloop.core.app;

import io.closedloop.core.config.Config;
import io.closedloop.core.config.Difference;
import io.closedloop.core.config.Loaded;
import io.closedloop.core.config.Problem;
import io.closedloop.core.diagnose.Signature;
import io.closedloop.core.http.Configuration;
import io.closedloop.core.journal.Chain;
import io.closedloop.core.journal.Journal;
import io.closedloop.core.store.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts another reading of the settings into force: the whole of it, or nothing. */
final class Reloading implements Configuration {
  private static final Logger log = LoggerFactory.getLogger(Reloading.class);
  private final Live<Setup> setup;
  private final Supplier<Bootstrap.Reread> reread;
  private final Store store;
  private final Journal journal;

  /** What holds until a restart, whatever was read since. */
  private final Loaded started;

  Reloading(Live<Setup> setup, Supplier<Bootstrap.Reread> reread, Store store, Journal journal) {
    this.setup = setup;
    this.reread = reread;
    this.store = store;
    this.journal = journal;
    this.started = setup.now().loaded();
  }

  @Override
  public List<Row> rows() {
    Loaded loaded = setup.now().loaded();
    Config config = loaded.config();
    return config == null
        ? List.of()
        : loaded.origins().settings(config).stream()
            .map(s -> new Row(s.key(), s.value(), s.origin(), s.reference()))
            .toList();
  }

  @Override
  public synchronized Reload reload(String by) {
    Bootstrap.Reread read = reread.get();
    Setup next = read.setup();
    if (next == null) {
      List<String> problems = read.problems().stream().map(Problem::toString).toList();
      log.warn("The settings have {} problems; the running ones stay.", problems.size());
      note(new SystemFact.ConfigurationRefused(by, places(read.problems())));
      return new Reload(false, List.of(), List.of(), problems);
    }
    List<String> changed =
        new ArrayList<>(Difference.between(setup.now().loaded(), next.loaded()).live());
    if (!signatures(setup.now()).equals(signatures(next))) {
      changed.add("signatures");
    }
    List<String> waiting = Difference.between(started, next.loaded()).restart();
    note(new SystemFact.ConfigurationApplied(by, changed, waiting));
    setup.replace(next);
    log.info("Settings read anew: {} changed, {} need a restart.", changed, waiting);
    return new Reload(true, changed, waiting, List.of());
  }

  private static Set<Signature> signatures(Setup of) {
    return new HashSet<>(of.engine().get().signatures());
  }

  /** A problem may quote what the operator wrote, which need not be kept for ever. */
  private static List<String> places(List<Problem> problems) {
    return problems.stream()
        .map(p -> p.line() > 0 ? p.file() + ":" + p.line() : p.file())
        .distinct()
        .toList();
  }

  private void note(SystemFact fact) {
    store.write(tx -> journal.append(tx, Chain.SYSTEM, Journal.ANY, fact));
  }
}
