package io.closedloop.sandbox.demo;

import io.closedloop.sandbox.Sandbox;
import io.closedloop.sandbox.scenario.Scenario.End;
import io.closedloop.sandbox.world.Attempt;
import io.closedloop.sandbox.world.Comment;
import io.closedloop.sandbox.world.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    End end = story.scenario().expected().end();
    Incident incident = found.get();
    String wanted = end == End.RECOVERED ? "recovered" : "escalated";
    if (!incident.state().equals(wanted)) {
      complaints.add("it should be " + wanted + " and is " + incident.state());
    }
    switch (end) {
      case RECOVERED -> {
        attempted(story, incident, "green", complaints);
        check(story, "success", complaints);
      }
      case ESCALATED -> {
        attempted(story, incident, "red", complaints);
        check(story, "failure", complaints);
      }
      case LEFT_ALONE -> untouched(story, incident, complaints);
    }
    told(story, complaints);
    return complaints;
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

  private void untouched(Story story, Incident incident, List<String> complaints) {
    if (!incident.attempts().isEmpty()) {
      complaints.add("nothing should have been tried; tried was " + incident.attempts());
    }
    if (!head(story).equals(story.begun().head())) {
      complaints.add("somebody pushed to the branch");
    }
    if (latest(story).stream().anyMatch(attempt -> attempt.number() > 1)) {
      complaints.add("the check was run again");
    }
    check(story, "failure", complaints);
  }

  /** The newest attempt of the newest run on the branch's head is what GitHub would show. */
  private void check(Story story, String conclusion, List<String> complaints) {
    String real = latest(story).flatMap(Attempt::conclusion).orElse("not there yet");
    if (!real.equals(conclusion)) {
      complaints.add("the check on the stand-in should be " + conclusion + " and is " + real);
    }
  }

  private Optional<Attempt> latest(Story story) {
    String head = head(story);
    return sandbox.runs(story.scenario().repository()).stream()
        .filter(run -> run.origin().headSha().equals(head))
        .findFirst()
        .map(Run::latest);
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
        story.scenario().expected().end() == End.RECOVERED ? "Recovered" : "Needs a person";
    if (!comments.getFirst().body().contains(last)) {
      complaints.add("the comment on the pull request does not say \"" + last + "\"");
    }
  }

  /** What closedloop has written on the story's pull request. */
  List<Comment> comments(Story story) {
    return sandbox.comments(story.scenario().repository(), story.begun().pullRequest()).stream()
        .filter(comment -> comment.author().login().equals(Stage.LOGIN))
        .toList();
  }
}
