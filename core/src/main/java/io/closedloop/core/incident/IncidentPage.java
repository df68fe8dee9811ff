package io.closedloop.core.incident;

import io.closedloop.core.store.Tx;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One page of incidents, newest first, found by key and not by offset, so that new incidents shift
 * nothing.
 *
 * @param next the cursor of the next page, null on the last
 */
public record IncidentPage(List<Row> rows, @Nullable String next) {

  public IncidentPage {
    rows = List.copyOf(rows);
  }

  /** What a list shows of an incident; {@code state} and {@code phase} as in {@link State}. */
  public record Row(
      String id,
      String repository,
      String ref,
      String workflow,
      String category,
      @Nullable String priority,
      String state,
      String phase,
      String headSha,
      @Nullable Integer pullRequest,
      Instant openedAt,
      Instant updatedAt) {}

  /**
   * What is wanted; a null matches everything.
   *
   * @param cursor the former page's {@code next}
   * @param limit from 1 to 200
   */
  public record Filter(
      @Nullable String state,
      @Nullable String repository,
      @Nullable String category,
      @Nullable String priority,
      @Nullable String cursor,
      int limit) {
    public Filter {
      if (limit < 1 || limit > 200) {
        throw new IllegalArgumentException("limit is from 1 to 200, not " + limit);
      }
    }
  }

  /** A statement and what is bound to it. */
  record Statement(String sql, List<Object> arguments) {}

  static Statement statement(Filter filter) {
    StringBuilder sql =
        new StringBuilder(
            "SELECT id, repo, ref, workflow, category, state, phase, head_sha, pull_request, opened_at, updated_at, priority"
                + " FROM incident WHERE 1=1");
    List<Object> arguments = new ArrayList<>();
    // A + keeps the planner from walking that column's own index: with several filters it would
    // take
    // any, also that of a state which most incidents share, and look every row of it up.
    boolean byRepository = filter.repository() != null;
    boolean byCategory = !byRepository && filter.category() != null;
    boolean byEither = byRepository || byCategory;
    boolean byPriority = !byEither && filter.priority() != null;
    where(sql, arguments, byEither || byPriority ? "+state" : "state", filter.state());
    where(sql, arguments, "repo", filter.repository());
    where(sql, arguments, byRepository ? "+category" : "category", filter.category());
    where(sql, arguments, byEither ? "+priority" : "priority", filter.priority());
    if (filter.cursor() != null) {
      Key key = Key.decode(filter.cursor());
      sql.append(" AND (opened_at, id) < (?, ?)");
      arguments.addAll(List.of(key.openedAt(), key.id()));
    }
    sql.append(" ORDER BY opened_at DESC, id DESC LIMIT ").append(filter.limit() + 1);
    return new Statement(sql.toString(), arguments);
  }

  static IncidentPage read(Tx tx, Filter filter) throws SQLException {
    Statement statement = statement(filter);
    List<Row> rows =
        tx.query(
            statement.sql(),
            row -> {
              int pullRequest = row.getInt(9);
              return new Row(
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  row.getString(4),
                  row.getString(5),
                  row.getString(12),
                  row.getString(6),
                  row.getString(7),
                  row.getString(8),
                  pullRequest == 0 ? null : pullRequest,
                  Incidents.instant(row.getLong(10)),
                  Incidents.instant(row.getLong(11)));
            },
            statement.arguments().toArray());
    if (rows.size() <= filter.limit()) {
      return new IncidentPage(rows, null);
    }
    List<Row> page = rows.subList(0, filter.limit());
    return new IncidentPage(
        page, new Key(Incidents.micros(page.getLast().openedAt()), page.getLast().id()).encode());
  }

  private static void where(
      StringBuilder sql, List<Object> arguments, String column, @Nullable String value) {
    Optional.ofNullable(value)
        .ifPresent(v -> {
          sql.append(" AND ").append(column).append(" = ?");
          arguments.add(v);
        });
  }

  private record Key(long openedAt, String id) {
    String encode() {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString((openedAt + ":" + id).getBytes(StandardCharsets.UTF_8));
    }

    static Key decode(String cursor) {
      try {
        String[] parts =
            new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(":", 2);
        return new Key(Long.parseLong(parts[0]), parts[1]);
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        throw new IllegalArgumentException(
            "not a cursor of this list; take it from a page's \"next\"", e);
      }
    }
  }
}
