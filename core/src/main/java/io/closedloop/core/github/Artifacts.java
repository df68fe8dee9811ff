package io.closedloop.core.github;

import io.closedloop.api.RepoId;
import java.io.InputStream;
import java.util.List;

/** What runs left behind. */
public final class Artifacts {
  /** One page: a run with more is not worth a second request. */
  private static final int MOST = 100;

  private final Calls calls;

  Artifacts(Calls calls) {
    this.calls = calls;
  }

  /** What a run left behind in all its attempts, at most 100. */
  public List<Artifact> of(RepoId repo, long runId) {
    return calls.list(
        calls.at(repo, "actions/runs/{run}/artifacts", runId), "artifacts", MOST, Parse::artifact);
  }

  /** An artifact as a zip archive; reading on beyond the bound fails. */
  public InputStream zip(RepoId repo, long id, long most) {
    var body = calls.open(calls.at(repo, "actions/artifacts/{artifact}/zip", id));
    return CappedStream.failing(body.byteStream(), most);
  }
}
