package io.closedloop.core.http.view;

import io.closedloop.core.incident.IncidentPage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An incident in the list.
 *
 * @param priority null where none was found yet
 * @param where the branch, and the pull request if there is one
 */
public record IncidentRow(
    String id,
    Badge badge,
    String repository,
    String where,
    String workflow,
    String category,
    @Nullable Badge priority,
    When opened) {

  /** The row as seen from now. */
  public static IncidentRow of(IncidentPage.Row row, Instant now) {
    return new IncidentRow(
        row.id(),
        States.badge(row.state(), row.phase()),
        row.repository(),
        Visible.text(row.ref()) + (row.pullRequest() == null ? "" : " · #" + row.pullRequest()),
        Visible.text(row.workflow()),
        row.category().replace('_', ' '),
        Priorities.badge(row.priority()),
        When.of(row.openedAt(), now));
  }
}
