package io.closedloop.sandbox.demo;

import io.closedloop.sandbox.demo.Terminal.Tone;
import io.closedloop.sandbox.scenario.Scenario;
import io.closedloop.sandbox.scenario.Scenario.Circumstance;
import io.closedloop.sandbox.scenario.Scenarios;
import io.closedloop.sandbox.world.Attempt;
import io.closedloop.sandbox.world.Run;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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
  private final Circumstances circumstances;
  private final CountDownLatch stop;
  private final Set<String> failedChannels = new HashSet<>();

  Show(Stage stage, ServerProcess server, Terminal terminal, CountDownLatch stop) {
    this.stage = stage;
    this.server = server;
    this.terminal = terminal;
    this.judge = new Judge(stage.sandbox());
    this.stop = stop;
    this.person = new Person(server, terminal);
    this.circumstances = new Circumstances(stage, terminal, InstantSource.system());
  }

  /**
   * Plays until every story is settled, the limit is reached or a stop is asked for; then prints
   * how each ended.
   *
   * @return whether at least one was played, and each ended as it should
   */
  boolean play(List<Scenario> scenarios, Duration limit) throws InterruptedException, DemoFailed {
    terminal.title("Pull requests are opened; re-runs wait 15 s here, 45 s and more as shipped");
    List<Story> stories = new ArrayList<>();
    List<Table.Absent> absent = new ArrayList<>();
    Programs programs = new Programs();
    for (Scenario scenario : scenarios) {
      List<String> missing = programs.missing(scenario.course().needs());
      if (missing.isEmpty()) {
        for (String program : scenario.course().needs()) {
          stage.lend(program);
        }
        String head = Scenarios.push(stage.sandbox(), scenario);
        stories.add(new Story(scenario, head, terminal.elapsed()));
        terminal.event(scenario.id(), Tone.STRONG, scenario.title());
        stories.forEach(this::open);
      } else {
        absent.add(new Table.Absent(scenario.id(), missing));
      }
    }
    Duration end = terminal.elapsed().plus(limit);
    while (stories.stream().anyMatch(story -> !story.isSettled(terminal.elapsed()))
        && terminal.elapsed().compareTo(end) < 0
        && !stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
      circumstances.look(stories);
      Map<String, List<JsonNode>> incidents = incidents();
      for (Story story : stories) {
        look(story, incidents.getOrDefault(story.scenario().repository(), List.of()));
      }
    }
    if (stop.getCount() == 0) {
      return false;
    }
    stories.forEach(this::explain);
    new Table(terminal, server.url()).print(stories, absent);
    return !stories.isEmpty() && stories.stream().allMatch(Story::isGood);
  }

  private void open(Story story) {
    if (story.pullRequest().isEmpty()
        && Scenarios.mayOpen(stage.sandbox(), story.scenario(), story.head())) {
      story.opened(Scenarios.open(stage.sandbox(), story.scenario()));
    }
  }

  /** The rows of all incidents by repository, newest first; none where the server is silent. */
  private Map<String, List<JsonNode>> incidents() throws InterruptedException, DemoFailed {
    try {
      return server
          .get("/api/v1/incidents?limit=200")
          .path("items")
          .valueStream()
          .collect(Collectors.groupingBy(row -> Incident.text(row.path("repository"))));
    } catch (IOException e) {
      unanswered("the server", e);
      return Map.of();
    }
  }

  private void look(Story story, List<JsonNode> rows) throws InterruptedException, DemoFailed {
    open(story);
    checks(story);
    story.count(rows.size());
    // the first one opened is the story's own
    if (!rows.isEmpty() && story.isNew("row " + rows.getLast())) {
      try {
        String id = Incident.text(rows.getLast().path("id"));
        follow(story, new Incident(server.get("/api/v1/incidents/" + id)));
      } catch (IOException e) {
        story.forget("row " + rows.getLast());
        unanswered(story.name(), e);
      }
    }
    story.judged(judge.complaints(story));
  }

  private void unanswered(String what, IOException why) throws DemoFailed {
    if (stop.getCount() > 0) {
      server.checkAlive();
      terminal.event(what, Tone.BAD, "no answer: " + why.getMessage());
    }
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
              "CI is %s: workflow %s on %s (%s), attempt %d"
                  .formatted(
                      green ? "green" : "red",
                      run.workflow().name(),
                      run.origin().headSha().substring(0, SHORT_SHA),
                      run.origin().event(),
                      attempt.number()));
        }
      }
    }
  }

  private void follow(Story story, Incident incident) {
    long before = story.update(incident, terminal.elapsed());
    for (JsonNode moment : incident.timelineAfter(before)) {
      // A channel that cannot be used here fails alike for all; once is enough.
      boolean known =
          Incident.text(moment.path("type")).equals("ChannelFailed")
              && !failedChannels.add(Incident.text(moment.path("text")));
      Narrator.tell(moment)
          .filter(_ -> !known)
          .ifPresent(line -> terminal.event(story.name(), line.tone(), line.text()));
    }
    String proposal = incident.waitingProposal();
    Scenario.Course course = story.scenario().course();
    if (!proposal.isEmpty()
        && !course.has(Circumstance.PUSHED_OVER)
        && story.isNew("proposal " + proposal)) {
      person.decide(story.name(), incident, !course.has(Circumstance.REJECTED));
    }
  }

  /** Where nothing could be done, the comment is all that people get: here is how one begins. */
  private void explain(Story story) {
    if (story.scenario().expected().end() == Scenario.End.LEFT_ALONE) {
      judge
          .comments(story)
          .forEach(comment -> {
            terminal.title(
                "The comment on %s #%d begins"
                    .formatted(story.scenario().repository(), story.pullRequest().orElseThrow()));
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
