package io.closedloop.sandbox.scenario;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One story for the demo: a repository, the pull request that breaks it, and how it should end. */
public record Scenario(
    String id, String title, Map<String, String> files, Start start, Expectation expected) {

  public Scenario {
    files = Map.copyOf(files);
  }

  /** Where the scenario's repository lies on the sandbox. */
  public String repository() {
    return "acme/" + id;
  }

  /** The pull request that starts it, and whether the registry must be down meanwhile. */
  public record Start(
      String branch,
      String title,
      String author,
      Map<String, String> changes,
      boolean registryDown) {
    public Start {
      changes = Map.copyOf(changes);
    }
  }

  /** How closedloop should leave it. */
  public enum End {
    /** Repaired and proven. */
    RECOVERED,
    /** Nothing done but telling. */
    LEFT_ALONE,
    /** Tried in vain and handed to people. */
    ESCALATED
  }

  /** The end, and the action that should have been taken on the way there. */
  public record Expectation(End end, @Nullable String actionName) {
    public Optional<String> action() {
      return Optional.ofNullable(actionName);
    }
  }
}
