package io.closedloop.core.history;

import io.closedloop.api.Diagnosis;
import io.closedloop.core.diagnose.Explanation;
import io.closedloop.core.diagnose.LogExcerpt;
import io.closedloop.core.diagnose.LogKeeper;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.Tx;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps failed jobs beside the recovery, which does not wait for it: they are handed over, and
 * written by another thread, many in one transaction. Where more come than can be written, they are
 * dropped and counted; nothing but later questions hangs on them.
 */
public final class FailedJobKeeper implements LogKeeper, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FailedJobKeeper.class);
  private static final int MOST_WAITING = 2_000;
  private static final long MOST_BYTES = 64L << 20;
  private static final int AT_ONCE = 32;

  private record Waiting(Read read, Instant at) {}

  private record Row(
      Read read,
      Instant at,
      Explanation explanation,
      FailedJob.Context context,
      @Nullable LogExcerpt log) {}

  private final Store store;
  private final InstantSource clock;
  private final JsonMapper json;
  private final ExecutorService executor;
  private final Counter kept;
  private final Counter dropped;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean atWork;

  /** A keeper that works on this executor; one thread is enough. */
  public FailedJobKeeper(
      Store store,
      InstantSource clock,
      JsonMapper json,
      ExecutorService executor,
      MeterRegistry meters) {
    this.store = store;
    this.clock = clock;
    this.json = json;
    this.executor = executor;
    kept = counter(meters, "kept");
    dropped = counter(meters, "dropped");
  }

  private static Counter counter(MeterRegistry meters, String result) {
    return Counter.builder("closedloop.failed.jobs")
        .description("failed jobs whose log and explanation were kept, or dropped for lack of room")
        .tag("result", result)
        .register(meters);
  }

  @Override
  public void keep(Read read) {
    if (read.examined().diagnosis().category().equals(Diagnosis.NONE)) {
      return;
    }
    boolean begin;
    synchronized (waiting) {
      if (waiting.size() >= MOST_WAITING || bytes + read.log().size() > MOST_BYTES) {
        dropped.increment();
        return;
      }
      waiting.add(new Waiting(read, clock.instant()));
      bytes += read.log().size();
      begin = !atWork;
      atWork = true;
    }
    if (begin && !executor.isShutdown()) {
      executor.execute(this::work);
    }
  }

  /** Writes what was handed over; the store must still be open. */
  @Override
  public void close() {
    executor.close();
  }

  private void work() {
    for (List<Waiting> next = take(); !next.isEmpty(); next = take()) {
      try {
        List<Row> rows = next.stream().map(this::row).toList();
        store.write(tx -> {
          for (Row row : rows) {
            insert(tx, row);
          }
          return rows.size();
        });
        kept.increment(next.size());
      } catch (RuntimeException e) {
        dropped.increment(next.size());
        LOG.warn("{} failed jobs are not kept", next.size(), e);
      }
    }
  }

  private List<Waiting> take() {
    synchronized (waiting) {
      List<Waiting> next = new ArrayList<>();
      while (next.size() < AT_ONCE && !waiting.isEmpty()) {
        Waiting one = waiting.remove();
        bytes -= one.read().log().size();
        next.add(one);
      }
      atWork = !next.isEmpty();
      return next;
    }
  }

  private Row row(Waiting one) {
    Read read = one.read();
    Explanation explanation = read.examined().explanation();
    return new Row(
        read,
        one.at(),
        explanation,
        new FailedJob.Context(read.job().steps(), read.annotations()),
        read.log().size() == 0 ? null : LogExcerpt.of(read.log(), explanation));
  }

  private void insert(Tx tx, Row row) throws SQLException {
    Diagnosis diagnosis = row.read().examined().diagnosis();
    tx.update(
        "INSERT INTO failed_job (repo, job_id, job, run_id, run_attempt, read_at, category,"
            + " subcategory, tool, passes, fingerprint, context, explanation, log) VALUES"
            + " (?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (repo, job_id) DO NOTHING",
        row.read().run().repo().toString(),
        row.read().job().id(),
        row.read().job().name(),
        row.read().run().id(),
        row.read().run().attempt(),
        row.at(),
        diagnosis.category(),
        diagnosis.subcategory(),
        diagnosis.tool(),
        diagnosis.transientFailure() ? 1 : 0,
        diagnosis.fingerprint(),
        json.writeValueAsString(row.context()),
        json.writeValueAsString(row.explanation()),
        row.log() == null ? null : row.log().compressed());
  }
}
