package io.closedloop.core.recover;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.Effect;
import io.closedloop.api.Patch;
import io.closedloop.api.Proposal;
import io.closedloop.core.github.GitHubRefused;
import io.closedloop.core.incident.Failure;
import io.closedloop.core.workspace.Boundaries;
import io.closedloop.core.workspace.Original;
import io.closedloop.core.workspace.Policy;
import io.closedloop.core.workspace.UnifiedDiff;
import io.closedloop.core.workspace.Verdict;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges a proposal by what it would really do: declared effects only, and every patch within its
 * boundaries.
 */
@Singleton
final class Judge {
  private static final int PREVIEW_CHARACTERS = 60_000;
  private final CommitTree trees;
  private final Provider<Policy> boundaries;
  private final Provider<io.closedloop.core.plan.Policy> policy;

  @Inject
  Judge(
      CommitTree trees,
      Provider<Policy> boundaries,
      Provider<io.closedloop.core.plan.Policy> policy) {
    this.trees = trees;
    this.boundaries = boundaries;
    this.policy = policy;
  }

  Judgement judge(Failure failure, ActionSpec spec, Proposal.Act act) {
    List<String> reasons = new ArrayList<>();
    StringBuilder preview = new StringBuilder();
    for (Proposal.Step step : act.steps()) {
      Effect effect = step.effect();
      if (!spec.effects().contains(effect.getClass())) {
        reasons.add("the action did not declare the effect " + effect.getClass().getSimpleName());
        continue;
      }
      switch (effect) {
        case Effect.Rerun rerun -> {
          if (rerun.runId() != failure.run().id()) {
            reasons.add("run " + rerun.runId() + " is not the run that failed");
          }
          if (!policy.get().retries().mayPass(failure.diagnosis())) {
            reasons.add("the failure is not known to pass by itself; only such are re-run");
          }
          preview
              .append("Run again: ")
              .append(scope(rerun.scope()))
              .append(" of run ")
              .append(rerun.runId())
              .append('\n');
        }
        case Effect.Commit(Patch patch, String _) ->
            judgePatch(failure, spec, patch, reasons, preview);
        case Effect.OpenPullRequest(Patch patch, String _, String _) ->
            judgePatch(failure, spec, patch, reasons, preview);
        case Effect.CancelRun _,
            Effect.DispatchWorkflow _,
            Effect.UpdateBranch _,
            Effect.Revert _,
            Effect.Redeploy _,
            Effect.SetVariable _,
            Effect.DeleteCaches _,
            Effect.HoldMerges _,
            Effect.ReleaseMerges _,
            Effect.CallHttp _,
            Effect.AwaitHttp _,
            Effect.RunCommand _ ->
            reasons.add(
                "this version of closedloop does not carry out the effect "
                    + effect.getClass().getSimpleName());
      }
    }
    if (act.suppression() != null) {
      reasons.add(
          "this version of closedloop does not keep the expiry of suppressions, so it allows none");
    }
    String text =
        preview.length() > PREVIEW_CHARACTERS
            ? preview.substring(0, PREVIEW_CHARACTERS) + "\n…\n"
            : preview.toString();
    return reasons.isEmpty() ? new Judgement.Fine(text) : new Judgement.Refused(reasons);
  }

  private void judgePatch(
      Failure failure, ActionSpec spec, Patch patch, List<String> reasons, StringBuilder preview) {
    Map<String, Original> tree;
    try {
      tree = trees.originals(failure.repo(), failure.run().headSha(), paths(patch));
    } catch (GitHubRefused unreadable) {
      if (unreadable.kind() == GitHubRefused.Kind.UNAUTHORIZED) {
        // it says nothing of the proposal, and passes
        throw unreadable;
      }
      reasons.add("what it changes cannot be read: " + unreadable.getMessage());
      return;
    }
    if (patch.files().stream().anyMatch(file -> file.content() == null)) {
      reasons.add("this version of closedloop deletes no files");
    }
    switch (Boundaries.check(patch, tree, spec, boundaries.get())) {
      case Verdict.Breach(List<String> breaches) -> reasons.addAll(breaches);
      case Verdict.Within(List<Verdict.Change> changes) -> {
        if (changes.isEmpty()) {
          reasons.add("the patch changes nothing");
        }
        for (Patch.FileChange file : patch.files()) {
          preview.append(
              UnifiedDiff.of(file.path(), before(tree.get(file.path())), file.content()).text());
        }
      }
    }
  }

  private static @Nullable String before(@Nullable Original original) {
    return original == null ? null : original.text();
  }

  static List<String> paths(Patch patch) {
    return patch.files().stream().map(Patch.FileChange::path).toList();
  }

  private static String scope(Effect.Rerun.Scope scope) {
    return switch (scope) {
      case Effect.Rerun.Scope.FailedJobs _ -> "the failed jobs";
      case Effect.Rerun.Scope.AllJobs _ -> "all jobs";
      case Effect.Rerun.Scope.OneJob(long job) -> "job " + job;
    };
  }
}
