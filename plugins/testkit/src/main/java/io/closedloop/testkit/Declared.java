package io.closedloop.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.Effect;
import io.closedloop.api.Patch;
import io.closedloop.api.Permission;
import io.closedloop.api.Proposal;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Set;

/** Compares what an action proposes with what it declared, the way the core does before it acts. */
final class Declared {
  private Declared() {}

  /** Fails when the proposal goes beyond the declaration. */
  static void holds(ActionSpec spec, Proposal proposal) {
    switch (proposal) {
      case Proposal.Act act -> act.steps().forEach(step -> holds(spec, step.effect()));
      case Proposal.Findings _, Proposal.Nothing _, Proposal.Later _, Proposal.GiveUp _ -> {}
    }
  }

  private static void holds(ActionSpec spec, Effect effect) {
    assertThat(spec.effects()).as("declared effects").contains(effect.getClass());
    assertThat(spec.permissions()).as("permissions for %s", effect).containsAll(needs(effect));
    switch (effect) {
      case Effect.Commit commit -> within(spec, commit.patch());
      case Effect.OpenPullRequest opened -> within(spec, opened.patch());
      case Effect.CallHttp http -> reaches(spec, http.call());
      case Effect.AwaitHttp http -> reaches(spec, http.call());
      case Effect.Rerun _,
          Effect.CancelRun _,
          Effect.DispatchWorkflow _,
          Effect.UpdateBranch _,
          Effect.Revert _,
          Effect.Redeploy _,
          Effect.SetVariable _,
          Effect.DeleteCaches _,
          Effect.HoldMerges _,
          Effect.ReleaseMerges _,
          Effect.RunCommand _ -> {}
    }
  }

  private static Set<Permission> needs(Effect effect) {
    return switch (effect) {
      case Effect.Rerun _, Effect.CancelRun _, Effect.DispatchWorkflow _, Effect.DeleteCaches _ ->
          Set.of(Permission.ACTIONS_WRITE);
      case Effect.Commit _ -> Set.of(Permission.CONTENTS_WRITE);
      case Effect.OpenPullRequest _, Effect.Revert _, Effect.UpdateBranch _ ->
          Set.of(Permission.CONTENTS_WRITE, Permission.PULL_REQUESTS_WRITE);
      case Effect.Redeploy _ -> Set.of(Permission.DEPLOYMENTS_WRITE);
      case Effect.SetVariable _ -> Set.of(Permission.VARIABLES_WRITE);
      case Effect.HoldMerges _, Effect.ReleaseMerges _ -> Set.of(Permission.STATUSES_WRITE);
      case Effect.CallHttp _, Effect.AwaitHttp _, Effect.RunCommand _ -> Set.of();
    };
  }

  private static void within(ActionSpec spec, Patch patch) {
    assertThat(patch.isEmpty()).as("an empty patch is Nothing").isFalse();
    assertThat(patch.files()).hasSizeLessThanOrEqualTo(spec.limits().files());
    long bytes = 0;
    for (Patch.FileChange file : patch.files()) {
      assertThat(spec.paths())
          .as("globs that allow %s", file.path())
          .anyMatch(glob -> matches(glob, file.path()));
      assertThat(file.path()).doesNotStartWith(".github/workflows/");
      String content = file.content();
      assertThat(content).as("%s is neither deleted nor emptied", file.path()).isNotEmpty();
      bytes += content == null ? 0 : content.getBytes(StandardCharsets.UTF_8).length;
    }
    assertThat(bytes).as("bytes of new content").isLessThanOrEqualTo(spec.limits().bytes());
  }

  private static boolean matches(String glob, String path) {
    return FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(Path.of(path));
  }

  private static void reaches(ActionSpec spec, Effect.HttpCall call) {
    assertThat(spec.hosts()).as("declared hosts").contains(call.uri().getHost());
  }
}
