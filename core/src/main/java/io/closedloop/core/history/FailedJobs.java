package io.closedloop.core.history;

import io.closedloop.core.diagnose.Explanation;
import io.closedloop.core.diagnose.LogExcerpt;
import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Finds failed jobs that were kept, and forgets old ones. */
public final class FailedJobs {
  private static final Duration ROWS_KEPT = Duration.ofDays(365);

  /** Excerpts beyond so many go first, whatever their age. */
  private static final int MOST_LOGS = 20_000;

  /** How long a cursor may be: GitHub's longest names in Base64, and some. */
  public static final int LONGEST_CURSOR = 400;

  static final String PAGE =
      "SELECT * FROM failed_job WHERE log IS NOT NULL AND (read_at, repo, job_id) < (?, ?, ?)"
          + " ORDER BY read_at DESC, repo DESC, job_id DESC LIMIT ?";

  private final JsonMapper json;

  @Inject
  public FailedJobs(JsonMapper json) {
    this.json = json;
  }

  /**
   * How the diagnosis of each of these jobs came about, by job; those that are not kept are left
   * out.
   */
  public Map<Long, Explanation> explanations(Tx tx, String repository, List<Long> jobs)
      throws SQLException {
    Map<Long, Explanation> found = new LinkedHashMap<>();
    for (long job : jobs) {
      Optional<String> body =
          tx.one(
              "SELECT explanation FROM failed_job WHERE repo=? AND job_id=?",
              row -> row.getString(1),
              repository,
              job);
      body.ifPresent(text -> found.put(job, json.readValue(text, Explanation.class)));
    }
    return found;
  }

  /**
   * Failed jobs whose log was kept, newest first.
   *
   * @param cursor the former page's last; null to begin
   * @throws IllegalArgumentException when the cursor is none
   */
  public List<FailedJob> page(Tx tx, @Nullable String cursor, int limit) throws SQLException {
    Cursor after = cursor == null ? Cursor.BEGIN : Cursor.read(cursor);
    return tx.query(
        PAGE,
        row ->
            new FailedJob(
                row.getString("repo"),
                row.getLong("job_id"),
                row.getString("job"),
                row.getLong("run_id"),
                row.getInt("run_attempt"),
                Objects.requireNonNull(Tx.instant(row, "read_at")),
                row.getString("category"),
                row.getString("subcategory"),
                row.getString("tool"),
                row.getInt("passes") == 1,
                row.getString("fingerprint"),
                json.readValue(row.getString("context"), FailedJob.Context.class),
                LogExcerpt.kept(row.getBytes("log"))),
        after.at(),
        after.repo(),
        after.job(),
        limit);
  }

  /** Where the page after this job begins. */
  public static String cursor(FailedJob last) {
    return new Cursor(last.readAt(), last.repository(), last.jobId()).text();
  }

  private record Cursor(Instant at, String repo, long job) {
    private static final Cursor BEGIN = new Cursor(Instant.ofEpochSecond(1L << 40), "", 0);

    String text() {
      String plain = ChronoUnit.MICROS.between(Instant.EPOCH, at) + " " + job + " " + repo;
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    static Cursor read(String text) {
      try {
        String[] parts =
            new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 3);
        return new Cursor(
            Instant.EPOCH.plus(Long.parseLong(parts[0]), ChronoUnit.MICROS),
            parts[2],
            Long.parseLong(parts[1]));
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        throw new IllegalArgumentException("the cursor is not one of a former page", e);
      }
    }
  }

  /**
   * Drops logs that are older than they are kept, or too many, and rows that nobody asks for any
   * more.
   */
  public void forget(Tx tx, Instant now, Duration logsKept) throws SQLException {
    tx.update(
        "UPDATE failed_job SET log = NULL WHERE read_at < ? AND log IS NOT NULL",
        now.minus(logsKept));
    Optional<Instant> tooMany =
        tx.one(
            "SELECT read_at FROM failed_job WHERE log IS NOT NULL"
                + " ORDER BY read_at DESC LIMIT 1 OFFSET ?",
            row -> Objects.requireNonNull(Tx.instant(row, "read_at")),
            MOST_LOGS);
    if (tooMany.isPresent()) {
      tx.update(
          "UPDATE failed_job SET log = NULL WHERE read_at <= ? AND log IS NOT NULL", tooMany.get());
    }
    tx.update("DELETE FROM failed_job WHERE read_at < ?", now.minus(ROWS_KEPT));
  }
}
