package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.time.Instant;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * An incident as plugins see it.
 *
 * @param ref the branch
 * @param headSha the commit that it is about now: the failing one, or closedloop's own after it
 * @param earlierShas the commits that it was about before, oldest first
 * @param pullRequest its number, null when there is none
 * @param fork whether the head lies in another repository
 * @param state one of {@code open}, {@code recovered}, {@code fixed_by_human}, {@code mitigated},
 *     {@code superseded}, {@code unproven}, {@code escalated}, {@code dismissed}
 * @param jobs names of the failed jobs
 * @param url its page in closedloop
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record IncidentView(
    String id,
    RepoId repo,
    String ref,
    String headSha,
    List<String> earlierShas,
    @Nullable Integer pullRequest,
    boolean fork,
    String workflow,
    String category,
    String state,
    List<String> jobs,
    Instant openedAt,
    String url) {

  public IncidentView {
    earlierShas = List.copyOf(earlierShas);
    jobs = List.copyOf(jobs);
  }

  /** Whether it is, or was, about that commit. */
  public boolean concerns(String sha) {
    return headSha.equals(sha) || earlierShas.contains(sha);
  }
}
