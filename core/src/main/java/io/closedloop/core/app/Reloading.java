package io.closedloop.core.app;

import io.closedloop.core.config.Config;
import io.closedloop.core.config.Difference;
import io.closedloop.core.config.Loaded;
import io.closedloop.core.config.Origins;
import io.closedloop.core.config.Problem;
import io.closedloop.core.config.Words;
import io.closedloop.core.diagnose.Signature;
import io.closedloop.core.http.Configuration;
import io.closedloop.core.journal.Chain;
import io.closedloop.core.journal.Journal;
import io.closedloop.core.store.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
    Config first = started.config();
    if (config == null || first == null) {
      return List.of();
    }
    Set<String> waiting = Set.copyOf(Difference.between(started, loaded).restart());
    Map<String, Origins.Setting> old =
        started.origins().settings(first).stream()
            .collect(Collectors.toMap(Origins.Setting::key, Function.identity()));
    return loaded.origins().settings(config).stream()
        .map(s ->
            waiting.contains(s.key())
                ? waiting(s, old.get(s.key()))
                : new Row(s.key(), s.value(), s.origin(), s.reference()))
        .toList();
  }

  /** What holds until the next start, and what will hold then. */
  private static Row waiting(Origins.Setting next, Origins.@Nullable Setting now) {
    String later = "from the next start %s (%s)".formatted(next.value(), next.origin());
    return now == null
        ? new Row(next.key(), null, later, next.reference())
        : new Row(next.key(), now.value(), now.origin() + "; " + later, now.reference());
  }

  @Override
  public synchronized Reload reload(String by) {
    Bootstrap.Reread read = reread.get();
    Setup next = read.setup();
    if (next == null) {
      List<String> problems = read.problems().stream().map(Problem::toString).toList();
      problems.forEach(problem -> log.warn("Not read anew: {}", problem));
      log.warn(
          "The settings have {}; the running ones stay.",
          Words.count(problems.size(), "problem", "problems"));
      note(new SystemFact.ConfigurationRefused(by, SystemFact.places(read.problems())));
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

  private void note(SystemFact fact) {
    store.write(tx -> journal.append(tx, Chain.SYSTEM, Journal.ANY, fact));
  }
}
