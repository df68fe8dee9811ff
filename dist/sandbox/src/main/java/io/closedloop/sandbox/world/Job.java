package io.closedloop.sandbox.world;

import java.util.List;

/** One job of one attempt of a run. Its check run has the same id, as on GitHub. */
public final class Job {
  private final long id;
  private final Run run;
  private final int attempt;
  private final Plan plan;
  private JobState state;

  /** The part that the workflow file fixes: the key, the shown name and the keys it waits for. */
  public record Plan(String key, String name, List<String> needs) {
    public Plan {
      needs = List.copyOf(needs);
    }
  }

  public Job(long id, Run run, int attempt, Plan plan, JobState state) {
    this.id = id;
    this.run = run;
    this.attempt = attempt;
    this.plan = plan;
    this.state = state;
  }

  public long id() {
    return id;
  }

  public Run run() {
    return run;
  }

  public int attempt() {
    return attempt;
  }

  public Plan plan() {
    return plan;
  }

  public JobState state() {
    return state;
  }

  public void become(JobState next) {
    state = next;
  }

  public boolean endedAs(String... conclusions) {
    return List.of(conclusions).contains(state.outcome().orElse(""));
  }
}
