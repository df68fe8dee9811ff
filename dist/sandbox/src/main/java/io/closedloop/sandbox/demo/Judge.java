package io.closedloop.sandbox.demo;

import io.closedloop.sandbox.Sandbox;
import io.closedloop.sandbox.git.CommitInfo;
import io.closedloop.sandbox.scenario.Scenario;
import io.closedloop.sandbox.scenario.Scenario.Circumstance;
import io.closedloop.sandbox.scenario.Scenario.End;
import io.closedloop.sandbox.world.Attempt;
import io.closedloop.sandbox.world.Comment;
import io.closedloop.sandbox.world.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Compares what the server says about a story with what it should say, and with what really
 * happened on the stand-in.
 */
final class Judge {
  private final Sandbox sandbox;

  Judge(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** What is not as it should be; empty when all is. */
  List<String> complaints(Story story) {
    List<String> complaints = new ArrayList<>();
    Optional<Incident> found = story.incident();
    if (found.isEmpty()) {
      complaints.add("no incident was opened");
      return complaints;
    }
    if (story.incidents() != 1) {
      complaints.add(story.incidents() + " incidents were opened for one failure");
    }
    Scenario.Expectation expected = story.scenario().expected();
    Incident incident = found.get();
    if (!incident.state().equals(state(expected.end()))) {
      complaints.add("it should be " + state(expected.end()) + " and is " + incident.state());
    }
    if (!incident.diagnosis().startsWith(expected.diagnosis())) {
      complaints.add(
          "the diagnosis should be %s and is %s"
              .formatted(expected.diagnosis(), incident.diagnosis()));
    }
    switch (expected.end()) {
      case RECOVERED -> {
        attempted(story, incident, "green", complaints);
        check(story, "success", complaints);
      }
      case ESCALATED -> {
        attempted(story, incident, "red", complaints);
        check(story, "failure", complaints);
      }
      case LEFT_ALONE -> {
        if (!incident.attempts().isEmpty()) {
          complaints.add("nothing should have been tried; tried was " + incident.attempts());
        }
        unmoved(story, complaints);
      }
      case REJECTED -> {
        offered(story, incident, complaints);
        unmoved(story, complaints);
      }
      case SUPERSEDED, FIXED_BY_HUMAN -> {
        unwritten(story, complaints);
        check(story, "success", complaints);
      }
    }
    if (story.scenario().course().has(Circumstance.OUTAGE)) {
      survived(story, complaints);
    }
    told(story, complaints);
    return complaints;
  }

  private static String state(End end) {
    return switch (end) {
      case RECOVERED -> "recovered";
      case LEFT_ALONE, ESCALATED, REJECTED -> "escalated";
      case SUPERSEDED -> "superseded";
      case FIXED_BY_HUMAN -> "fixed_by_human";
    };
  }

  private static void attempted(
      Story story, Incident incident, String outcome, List<String> complaints) {
    String action = story.scenario().expected().action().orElseThrow();
    Incident.Attempt wanted = new Incident.Attempt(action, outcome);
    if (!incident.attempts().contains(wanted)) {
      complaints.add(
          "%s should have been tried and proven %s; tried was %s"
              .formatted(action, outcome, incident.attempts()));
    }
  }

  private static void offered(Story story, Incident incident, List<String> complaints) {
    String action = story.scenario().expected().action().orElseThrow();
    if (incident.attempts().stream().noneMatch(tried -> tried.action().equals(action))) {
      complaints.add(action + " should have been offered to a person");
    }
  }

  private void unmoved(Story story, List<String> complaints) {
    unwritten(story, complaints);
    if (!head(story).equals(story.head())) {
      complaints.add("somebody pushed to the branch");
    }
    check(story, "failure", complaints);
  }

  /** Nothing of closedloop's own, neither a commit nor a re-run. */
  private void unwritten(Story story, List<String> complaints) {
    Scenario scenario = story.scenario();
    List<CommitInfo> commits = sandbox.commits(scenario.repository(), scenario.start().branch());
    if (commits.stream().anyMatch(commit -> commit.message().contains("\nClosedloop-"))) {
      complaints.add("closedloop committed to the branch");
    }
    if (sandbox.runs(scenario.repository()).stream().anyMatch(run -> run.attempts().size() > 1)) {
      complaints.add("the check was run again");
    }
  }

  /** GitHub was away and lost the answer to the re-run, which was made once all the same. */
  private void survived(Story story, List<String> complaints) {
    String repository = story.scenario().repository();
    long vain = Circumstances.inVain(sandbox, repository);
    long lost =
        sandbox.requests().stream()
            .filter(seen -> seen.status() == 201 && !seen.answered())
            .filter(seen -> Circumstances.rerun(repository).fits(seen.method(), seen.path()))
            .count();
    if (vain == 0 || lost != 1) {
      complaints.add(
          "GitHub should have been away and have lost one answer; %d requests were in vain, %d answers lost"
              .formatted(vain, lost));
    }
    int attempts =
        sandbox.runs(repository).stream().mapToInt(run -> run.attempts().size()).max().orElse(0);
    if (attempts != 2) {
      complaints.add("the run should have two attempts and has " + attempts);
    }
  }

  /** The newest attempt of the newest run on the branch's head is what GitHub would show. */
  private void check(Story story, String conclusion, List<String> complaints) {
    String head = head(story);
    String real =
        sandbox.runs(story.scenario().repository()).stream()
            .filter(run -> run.origin().headSha().equals(head))
            .findFirst()
            .map(Run::latest)
            .flatMap(Attempt::conclusion)
            .orElse("not there yet");
    if (!real.equals(conclusion)) {
      complaints.add("the check on the stand-in should be " + conclusion + " and is " + real);
    }
  }

  private String head(Story story) {
    return sandbox.head(story.scenario().repository(), story.scenario().start().branch());
  }

  private void told(Story story, List<String> complaints) {
    List<Comment> comments = comments(story);
    if (comments.size() != 1) {
      complaints.add(
          "the pull request should hold one comment of closedloop, and holds " + comments.size());
      return;
    }
    String last =
        switch (story.scenario().expected().end()) {
          case RECOVERED -> "Recovered";
          case LEFT_ALONE, ESCALATED, REJECTED -> "Needs a person";
          case SUPERSEDED -> "Superseded";
          case FIXED_BY_HUMAN -> "Fixed";
        };
    if (!comments.getFirst().body().contains(last)) {
      complaints.add("the comment on the pull request does not say \"" + last + "\"");
    }
  }

  /** What closedloop has written on the story's pull request. */
  List<Comment> comments(Story story) {
    OptionalInt number = story.pullRequest();
    return number.isEmpty()
        ? List.of()
        : sandbox.comments(story.scenario().repository(), number.getAsInt()).stream()
            .filter(comment -> comment.author().login().equals(Stage.LOGIN))
            .toList();
  }
}
