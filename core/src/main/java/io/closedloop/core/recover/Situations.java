package io.closedloop.core.recover;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.Evidence;
import io.closedloop.api.GitHubView;
import io.closedloop.api.IncidentView;
import io.closedloop.api.PastAttempt;
import io.closedloop.api.Situation;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import io.closedloop.api.Workspace;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.incident.BaseUrl;
import io.closedloop.core.incident.Failure;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.plan.Policy;
import io.closedloop.core.workspace.ActionWorkspace;
import io.closedloop.core.workspace.Workspaces;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes what an action is shown. */
@Singleton
final class Situations {
  private static final Logger log = LoggerFactory.getLogger(Situations.class);
  private final GitHub github;
  private final Workspaces workspaces;
  private final InstantSource clock;
  private final BaseUrl baseUrl;
  private final Provider<Policy> policy;

  @Inject
  Situations(
      GitHub github,
      Workspaces workspaces,
      InstantSource clock,
      BaseUrl baseUrl,
      Provider<Policy> policy) {
    this.github = github;
    this.workspaces = workspaces;
    this.clock = clock;
    this.baseUrl = baseUrl;
    this.policy = policy;
  }

  /** The situation of an incident; close it to throw its workspace away. */
  Open open(Incident incident, Duration limit) {
    return new Open(incident, limit);
  }

  /** One situation and the workspace that it may have opened. */
  final class Open implements Situation, AutoCloseable {
    private final Incident incident;
    private final Duration limit;
    private final Instant deadline;
    private final Diagnosis diagnosis;
    private @Nullable ActionWorkspace workspace;

    Open(Incident incident, Duration limit) {
      this.incident = incident;
      this.limit = limit;
      this.deadline = clock.instant().plus(limit);
      Diagnosis found = incident.failure().diagnosis();
      // what the operator's words say holds for the action as if a signature had said it
      this.diagnosis = found.withTransient(policy.get().retries().mayPass(found));
    }

    @Override
    public IncidentView incident() {
      return incident.view(baseUrl.url());
    }

    @Override
    public Diagnosis diagnosis() {
      return diagnosis;
    }

    @Override
    public WorkflowRun run() {
      return incident.failure().run();
    }

    @Override
    public List<WorkflowJob> failedJobs() {
      return incident.failure().jobs();
    }

    @Override
    public List<Evidence> evidence() {
      Failure failure = incident.failure();
      List<Evidence> all = new ArrayList<>();
      for (int i = 0; i < failure.evidence().size(); i++) {
        Evidence bare = failure.evidence().get(i);
        all.add(
            new Evidence(
                failure.run(),
                failure.jobs().get(i),
                bare.excerpts(),
                bare.annotations(),
                bare.tests()));
      }
      return all;
    }

    @Override
    public GitHubView github() {
      return github.viewOf(incident.failure().repo());
    }

    @Override
    public synchronized Workspace workspace() {
      ActionWorkspace open = workspace;
      if (open == null) {
        Failure failure = incident.failure();
        open =
            workspaces.open(
                failure.repo(),
                failure.run().headSha(),
                () -> github.tarball(failure.repo(), failure.run().headSha()),
                limit);
        workspace = open;
      }
      return open;
    }

    @Override
    public List<PastAttempt> history() {
      return incident.attempts().stream()
          .map(a -> new PastAttempt(a.action(), a.at(), a.outcome(), a.results()))
          .toList();
    }

    @Override
    public Instant deadline() {
      return deadline;
    }

    @Override
    public synchronized void close() {
      ActionWorkspace open = workspace;
      if (open != null) {
        try {
          open.close();
        } catch (IOException e) {
          log.warn(
              "a workspace of incident {} stays behind until the next start: {}",
              incident.id(),
              e.getMessage());
        }
      }
    }
  }
}
