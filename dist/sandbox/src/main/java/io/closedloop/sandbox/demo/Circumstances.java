package io.closedloop.sandbox.demo;

import io.closedloop.sandbox.Sandbox;
import io.closedloop.sandbox.demo.Terminal.Tone;
import io.closedloop.sandbox.http.RequestMatch;
import io.closedloop.sandbox.scenario.Scenario;
import io.closedloop.sandbox.scenario.Scenario.Circumstance;
import io.closedloop.sandbox.world.Attempt;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * What happens around closedloop while it works: the registry comes back, GitHub is away, somebody
 * pushes.
 */
final class Circumstances {
  /** GitHub is away from so long before a re-run is due. */
  private static final Duration BEFORE = Duration.ofSeconds(2);

  /** Once so many requests were in vain, GitHub is back. */
  private static final int IN_VAIN = 5;

  private final Stage stage;
  private final Terminal terminal;
  private final InstantSource clock;

  Circumstances(Stage stage, Terminal terminal, InstantSource clock) {
    this.stage = stage;
    this.terminal = terminal;
    this.clock = clock;
  }

  /** Lets happen to each story what is due now. */
  void look(List<Story> stories) {
    registry(stories);
    for (Story story : stories) {
      Scenario.Course course = story.scenario().course();
      if (course.has(Circumstance.OUTAGE)) {
        outage(story);
      }
      if (course.has(Circumstance.PUSHED_OVER)) {
        push(story);
      }
    }
  }

  /** Whoever runs the registry mends it once everybody who should has met the trouble. */
  private void registry(List<Story> stories) {
    List<Story> without =
        stories.stream()
            .filter(story -> story.scenario().course().has(Circumstance.REGISTRY_DOWN))
            .toList();
    if (!without.isEmpty()
        && without.stream().allMatch(this::checked)
        && without.getFirst().isNew("registry")) {
      stage.registry().bringUp();
      without.forEach(
          story -> terminal.event(story.name(), Tone.PLAIN, "the package registry is back"));
    }
  }

  private boolean checked(Story story) {
    return stage.sandbox().runs(story.scenario().repository()).stream()
        .flatMap(run -> run.attempts().stream())
        .anyMatch(Attempt::isCompleted);
  }

  private void outage(Story story) {
    String repository = story.scenario().repository();
    Sandbox sandbox = stage.sandbox();
    boolean due =
        story
            .incident()
            .flatMap(Incident::waitsUntil)
            .filter(until -> until.minus(BEFORE).isBefore(clock.instant()))
            .isPresent();
    if (due && story.isNew("away")) {
      sandbox.away(repository, true);
      terminal.event(story.name(), Tone.WAIT, "GitHub answers 502, 503 or not at all");
    }
    if (story.knows("away") && inVain(sandbox, repository) >= IN_VAIN && story.isNew("back")) {
      sandbox.dropNextAnswer(rerun(repository));
      sandbox.away(repository, false);
      terminal.event(
          story.name(), Tone.PLAIN, "GitHub is back, and will lose the answer to the re-run");
    }
  }

  /** How many requests for a repository were not carried out because GitHub was away. */
  static long inVain(Sandbox sandbox, String repository) {
    return sandbox.requests().stream()
        .filter(seen -> seen.path().startsWith("/repos/" + repository + "/"))
        .filter(seen -> seen.status() == 0 || seen.status() >= 502)
        .count();
  }

  /** A re-run of this repository's runs. */
  static RequestMatch rerun(String repository) {
    return RequestMatch.of(
        "POST", "/repos/" + repository + "/actions/(runs|jobs)/\\d+/rerun(-failed-jobs)?");
  }

  private void push(Story story) {
    boolean waits =
        story
            .incident()
            .filter(it -> !it.waitingProposal().isEmpty() || it.state().equals("escalated"))
            .isPresent();
    if (waits && story.isNew("push")) {
      Scenario scenario = story.scenario();
      stage
          .sandbox()
          .push(
              scenario.repository(),
              scenario.start().branch(),
              scenario.course().pushed(),
              scenario.start().author(),
              "Mend it");
      terminal.event(
          story.name(), Tone.STRONG, scenario.start().author() + " pushes a repair of their own");
    }
  }
}
