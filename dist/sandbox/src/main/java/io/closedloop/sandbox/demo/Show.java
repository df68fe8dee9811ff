package io.closedloop.sandbox.demo;

import io.closedloop.sandbox.demo.Terminal.Tone;
import io.closedloop.sandbox.scenario.Scenario;
import io.closedloop.sandbox.scenario.Scenarios;
import io.closedloop.sandbox.world.Attempt;
import io.closedloop.sandbox.world.Run;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** Plays the scenarios side by side, tells what happens, and lets a person answer. */
final class Show {
  private static final long PAUSE_MILLIS = 250;
  private static final int COMMENT_LINES = 16;
  private static final int SHORT_SHA = 7;

  private final Stage stage;
  private final ServerProcess server;
  private final Terminal terminal;
  private final Judge judge;
  private final Person person;
  private final CountDownLatch stop;

  Show(Stage stage, ServerProcess server, Terminal terminal, CountDownLatch stop) {
    this.stage = stage;
    this.server = server;
    this.terminal = terminal;
    this.judge = new Judge(stage.sandbox());
    this.stop = stop;
    this.person = new Person(server, terminal);
  }

  /**
   * Plays until every story is settled, the limit is reached or a stop is asked for; then prints
   * how each ended.
   *
   * @return whether each ended as it should
   */
  boolean play(List<Scenario> scenarios, Duration limit) throws InterruptedException, DemoFailed {
    terminal.title("Five pull requests are opened");
    List<Story> stories = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      stories.add(new Story(Scenarios.begin(stage.sandbox(), scenario), terminal.elapsed()));
      terminal.event(scenario.id(), Tone.STRONG, scenario.title());
    }
    Duration end = terminal.elapsed().plus(limit);
    while (stories.stream().anyMatch(story -> !story.isSettled(terminal.elapsed()))
        && terminal.elapsed().compareTo(end) < 0
        && !stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
      for (Story story : stories) {
        look(story);
      }
    }
    if (stop.getCount() == 0) {
      return false;
    }
    stories.forEach(this::explain);
    Table.print(stories, terminal);
    return stories.stream().allMatch(Story::isGood);
  }

  private void look(Story story) throws InterruptedException, DemoFailed {
    checks(story);
    try {
      JsonNode rows =
          server.get("/api/v1/incidents?repository=" + story.scenario().repository()).path("items");
      story.count(rows.size());
      if (!rows.isEmpty()) {
        // Newest first, and the first one opened is the story's own.
        String id = Incident.text(rows.path(rows.size() - 1).path("id"));
        follow(story, new Incident(server.get("/api/v1/incidents/" + id)));
      }
    } catch (IOException e) {
      if (stop.getCount() == 0) {
        return;
      }
      server.checkAlive();
      if (story.isNew("silence")) {
        terminal.event(story.name(), Tone.BAD, "the server did not answer: " + e.getMessage());
      }
    }
    story.judged(judge.complaints(story));
  }

  /** What the stand-in's own runner has found. */
  private void checks(Story story) {
    for (Run run : stage.sandbox().runs(story.scenario().repository()).reversed()) {
      for (Attempt attempt : run.attempts()) {
        if (attempt.isCompleted() && story.isNew("run " + run.id() + " " + attempt.number())) {
          boolean green = attempt.conclusion().orElse("").equals("success");
          terminal.event(
              story.name(),
              green ? Tone.GOOD : Tone.BAD,
              "CI is %s: workflow %s on %s, attempt %d"
                  .formatted(
                      green ? "green" : "red",
                      run.workflow().name(),
                      run.origin().headSha().substring(0, SHORT_SHA),
                      attempt.number()));
          registry(story);
        }
      }
    }
  }

  /** Whoever runs the registry mends it once somebody has met the trouble. */
  private void registry(Story story) {
    if (story.scenario().start().registryDown() && story.isNew("registry")) {
      stage.registry().bringUp();
      terminal.event(story.name(), Tone.PLAIN, "the package registry is back");
    }
  }

  private void follow(Story story, Incident incident) {
    long before = story.update(incident, terminal.elapsed());
    for (JsonNode moment : incident.timelineAfter(before)) {
      Narrator.tell(moment)
          .ifPresent(line -> terminal.event(story.name(), line.tone(), line.text()));
    }
    String proposal = incident.waitingProposal();
    if (!proposal.isEmpty() && story.isNew("proposal " + proposal)) {
      person.decide(story.name(), incident);
    }
  }

  /** Where nothing could be done, the comment is all that people get: here is how it begins. */
  private void explain(Story story) {
    if (story.scenario().expected().end() == Scenario.End.LEFT_ALONE) {
      judge
          .comments(story)
          .forEach(comment -> {
            terminal.title(
                "The comment on %s #%d begins"
                    .formatted(story.scenario().repository(), story.begun().pullRequest()));
            comment
                .body()
                .lines()
                .filter(line -> !line.startsWith("<!--"))
                .limit(COMMENT_LINES)
                .forEach(terminal::quote);
          });
    }
  }
}
