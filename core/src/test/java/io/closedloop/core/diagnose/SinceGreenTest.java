package io.closedloop.core.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.RepoId;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.github.GitHubOptions;
import io.closedloop.core.github.ScriptedGitHub;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SinceGreenTest {
  private static final RepoId REPO = new RepoId("octo", "shop");
  private static final String RUNS = "actions/workflows/7/runs";
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-22T10:00:00Z"));
  private final ScriptedGitHub server = new ScriptedGitHub();
  private GitHub github;
  private SinceGreen changes;

  @BeforeEach
  void start() {
    github =
        new GitHub(
            GitHubOptions.of(server.url(), null, "1"), CLOCK, _ -> {}, new SimpleMeterRegistry());
    changes = new SinceGreen(github);
    server.on(RUNS + "?branch=feature", runs(run(60, "feature", "old", "octo/shop")));
    server.on(
        "actions/runs/60/attempts/1/jobs",
        "{\"jobs\":[{\"id\":61,\"run_id\":60,\"name\":\"build\",\"conclusion\":\"success\"}]}");
    server.on("actions/jobs/61/logs", "Python 3.11.1\n");
    server.on("actions/jobs/71/logs", "Python 3.12.0\n");
    server.on(
        "compare/old...new",
        """
        {"ahead_by":2,"behind_by":0,
         "commits":[{"sha":"c1","commit":{"message":"One\\n\\nmore","author":{"name":"Ann"}}},
                    {"sha":"c2","commit":{"message":"Two"},"author":{"login":"bob"}}],
         "files":[{"filename":"a.txt","status":"modified","additions":3,"deletions":1}]}
        """);
  }

  @AfterEach
  void stop() {
    github.close();
    server.close();
  }

  private static String runs(String... runs) {
    return "{\"workflow_runs\":[" + String.join(",", runs) + "]}";
  }

  private static String run(long id, String branch, String sha, String head) {
    return """
    {"id":%d,"run_attempt":1,"workflow_id":7,"name":"CI","status":"completed","conclusion":"success",
     "head_branch":"%s","head_sha":"%s","head_repository":{"full_name":"%s"},"html_url":"https://github.com/r/%d"}
    """
        .formatted(id, branch, sha, head, id);
  }

  private static WorkflowRun failed(RepoId head, String sha) {
    return new WorkflowRun(
        REPO,
        70,
        1,
        7,
        "CI",
        "",
        "push",
        "feature",
        sha,
        head,
        "completed",
        "failure",
        "mona",
        List.of(),
        null,
        null,
        "");
  }

  private static WorkflowJob job(String name) {
    return new WorkflowJob(
        71, 70, 1, name, "completed", "failure", null, null, null, List.of(), "");
  }

  private WhatChanged found() {
    return changes.of(failed(REPO, "new"), job("build"));
  }

  @Test
  void commitsFilesAndVersionsAreComparedWithTheLastGreenRunOfTheBranch() {
    WhatChanged changed = found();

    assertThat(changed.words()).isEqualTo("compared with run 60 on feature");
    assertThat(changed.green())
        .satisfies(green -> {
          assertThat(green.headSha()).isEqualTo("old");
          assertThat(green.sameBranch()).isTrue();
        });
    assertThat(changed.code())
        .satisfies(code -> {
          assertThat(code.ahead()).isEqualTo(2);
          assertThat(code.commits())
              .extracting(commit -> commit.title() + " by " + commit.author())
              .containsExactly("One by Ann", "Two by bob");
          assertThat(code.files())
              .extracting(file -> file.path() + " +" + file.additions() + " -" + file.deletions())
              .containsExactly("a.txt +3 -1");
        });
    assertThat(changed.differences())
        .containsExactly(
            new WhatChanged.Difference(WhatChanged.Kind.VERSION, "Python", "3.11.1", "3.12.0"));
    assertThat(changed.unknown()).isEmpty();
  }

  @Test
  void whatWasFoundIsNotAskedForAgain() {
    WhatChanged first = found();
    int asked = server.asked.size();

    assertThat(found()).isSameAs(first);
    assertThat(server.asked).hasSize(asked).hasSizeLessThanOrEqualTo(7);
  }

  @Test
  void aBranchThatWasNeverGreenIsComparedWithTheDefaultBranch() {
    server.on(RUNS + "?branch=feature", runs());
    server.on(RUNS + "?branch=main", runs(run(60, "main", "old", "octo/shop")));

    WhatChanged changed = found();

    assertThat(changed.words())
        .isEqualTo("compared with run 60 on main, since no run on feature was green yet");
    assertThat(changed.green()).satisfies(green -> assertThat(green.sameBranch()).isFalse());
  }

  @Test
  void laterRunsAndThoseOfForksWithABranchOfThatNameAreNotTheLastGreenOne() {
    server.on(
        RUNS + "?branch=feature",
        runs(
            run(80, "feature", "newer", "octo/shop"),
            run(65, "feature", "theirs", "mallory/shop"),
            run(60, "feature", "old", "octo/shop")));
    assertThat(found().green()).satisfies(green -> assertThat(green.runId()).isEqualTo(60));
  }

  @Test
  void whenNothingWasEverGreenThatIsSaid() {
    server.on(RUNS + "?branch=feature", runs());
    server.on(RUNS + "?branch=main", runs());

    WhatChanged changed = found();

    assertThat(changed.green()).isNull();
    assertThat(changed.words())
        .isEqualTo("no earlier run of CI was green, neither on feature nor on the default branch");
  }

  @Test
  void theSameCommitNeedsNoComparison() {
    WhatChanged changed = changes.of(failed(REPO, "old"), job("build"));

    assertThat(changed.code()).satisfies(code -> assertThat(code.ahead()).isZero());
    assertThat(server.asked).noneMatch(path -> path.contains("compare"));
  }

  @Test
  void whatGitHubRefusesIsSaidAndTheRestIsToldAllTheSame() {
    RepoId fork = new RepoId("mallory", "shop");
    server.on(RUNS + "?branch=feature", runs(run(60, "feature", "old", "mallory/shop")));

    WhatChanged changed = changes.of(failed(fork, "away"), job("build"));

    assertThat(changed.code()).isNull();
    assertThat(changed.unknown())
        .singleElement()
        .asString()
        .startsWith("commits and files: the head lies in a fork, and GitHub does not compare them");
    assertThat(changed.differences()).isNotEmpty();
  }

  @Test
  void aJobThatTheGreenRunHadNotIsSaidSo() {
    WhatChanged changed = changes.of(failed(REPO, "new"), job("lint"));

    assertThat(changed.unknown())
        .containsExactly("runner and versions: the green run has no job lint");
    assertThat(changed.code()).isNotNull();
  }

  @Test
  void whileGitHubIsAwayNothingIsGuessed() {
    server.close();
    assertThatThrownBy(this::found).isInstanceOf(GitHubUnavailable.class);
  }
}
