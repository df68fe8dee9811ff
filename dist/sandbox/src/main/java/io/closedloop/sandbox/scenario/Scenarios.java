package io.closedloop.sandbox.scenario;

import io.closedloop.sandbox.Sandbox;
import io.closedloop.sandbox.world.Run;
import java.util.List;

/** The scenarios that come with the sandbox, and how one is begun. */
public final class Scenarios {
  /** Those that wait longest come first, so that all of them together end soon. */
  private static final List<String> IDS =
      List.of(
          "network",
          "flaky-test",
          "outage",
          "java-formatting",
          "black-formatting",
          "import-order",
          "prettier-formatting",
          "trailing-space",
          "still-red",
          "failing-test",
          "compile-error",
          "dependencies",
          "insecure-code",
          "pushed-over",
          "rejected",
          "mended-by-hand");

  private Scenarios() {}

  /** The variables that the scenarios' checks need: two jars and the address of the registry. */
  public static final List<String> ENVIRONMENT = List.of("GJF_JAR", "JUNIT_JAR", "REGISTRY_URL");

  /** A scenario under way. */
  public record Begun(Scenario scenario, int pullRequest, String head) {}

  public static List<Scenario> all() {
    return IDS.stream().map(ScenarioFile::read).toList();
  }

  /** Creates the repository and opens the pull request at once, whose check then fails. */
  public static Begun begin(Sandbox sandbox, Scenario scenario) {
    String head = push(sandbox, scenario);
    return new Begun(scenario, open(sandbox, scenario), head);
  }

  /** Creates the repository and pushes what the pull request will hold; gives back its head. */
  public static String push(Sandbox sandbox, Scenario scenario) {
    Scenario.Start start = scenario.start();
    sandbox.createRepository(scenario.repository(), scenario.files());
    return sandbox.push(
        scenario.repository(), start.branch(), start.changes(), start.author(), start.title());
  }

  /** Whether the pull request is due: at once, or when the runs of its push have ended. */
  public static boolean mayOpen(Sandbox sandbox, Scenario scenario, String head) {
    if (!scenario.course().has(Scenario.Circumstance.PULL_REQUEST_LATER)) {
      return true;
    }
    List<Run> runs =
        sandbox.runs(scenario.repository()).stream()
            .filter(run -> run.origin().headSha().equals(head))
            .toList();
    return !runs.isEmpty() && runs.stream().allMatch(run -> run.latest().isCompleted());
  }

  /** Opens the pull request and gives back its number. */
  public static int open(Sandbox sandbox, Scenario scenario) {
    Scenario.Start start = scenario.start();
    return sandbox.openPullRequest(
        scenario.repository(), start.branch(), "main", start.title(), start.author());
  }
}
