package io.closedloop.sandbox.scenario;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One story for the demo: a repository, the pull request that breaks it, and how it should end. */
public record Scenario(
    String id,
    String title,
    Map<String, String> files,
    Start start,
    Course course,
    Expectation expected) {

  public Scenario {
    files = Map.copyOf(files);
  }

  /** Where the scenario's repository lies on the sandbox. */
  public String repository() {
    return "acme/" + id;
  }

  /** The same story in a repository of another name. */
  public Scenario named(String other) {
    return new Scenario(other, title, files, start, course, expected);
  }

  /** The pull request that starts it. */
  public record Start(String branch, String title, String author, Map<String, String> changes) {
    public Start {
      changes = Map.copyOf(changes);
    }
  }

  /** What the world around closedloop does in a story. */
  public enum Circumstance {
    /** The package registry is down until the check has met it. */
    REGISTRY_DOWN,
    /** The pull request is opened when the run of its push has ended. */
    PULL_REQUEST_LATER,
    /** GitHub is away when the recovery goes on, and then loses the answer to the re-run. */
    OUTAGE,
    /** Somebody pushes to the branch once closedloop waits for a person. */
    PUSHED_OVER,
    /** The person who is asked says no. */
    REJECTED
  }

  /**
   * What else belongs to the story: its circumstances, what somebody pushes, and the programs
   * without which it cannot be played.
   */
  public record Course(
      Set<Circumstance> circumstances, Map<String, String> pushed, List<String> needs) {
    /** Nothing but the pull request. */
    public static final Course PLAIN = new Course(Set.of(), Map.of(), List.of());

    public Course {
      circumstances = Set.copyOf(circumstances);
      pushed = Map.copyOf(pushed);
      needs = List.copyOf(needs);
    }

    public boolean has(Circumstance circumstance) {
      return circumstances.contains(circumstance);
    }
  }

  /** How closedloop should leave it. */
  public enum End {
    /** Repaired and proven. */
    RECOVERED,
    /** Nothing done but telling. */
    LEFT_ALONE,
    /** Tried in vain and handed to people. */
    ESCALATED,
    /** Proposed, refused by a person, and handed to people with nothing written. */
    REJECTED,
    /** Given up for somebody else's push, with nothing written. */
    SUPERSEDED,
    /** Handed to people, who mended it. */
    FIXED_BY_HUMAN
  }

  /**
   * The end, the action that should have been taken on the way there, and what the diagnosis should
   * begin with, such as {@code testing} or {@code build_deploy/compile}.
   */
  public record Expectation(End end, @Nullable String actionName, String diagnosis) {
    public Optional<String> action() {
      return Optional.ofNullable(actionName);
    }
  }
}
