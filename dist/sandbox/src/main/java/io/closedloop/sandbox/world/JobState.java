package io.closedloop.sandbox.world;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How far a job has come. The log is null until the job has ended. */
public record JobState(
    String status,
    @Nullable String conclusion,
    Times times,
    List<Step> steps,
    List<Annotation> annotations,
    @Nullable Path log) {

  public JobState {
    steps = List.copyOf(steps);
    annotations = List.copyOf(annotations);
  }

  /** When a job was created, started and completed. */
  public record Times(Instant created, Instant started, @Nullable Instant completed) {}

  public static JobState queued(Instant at) {
    return new JobState("queued", null, new Times(at, at, null), List.of(), List.of(), null);
  }

  public boolean isCompleted() {
    return status.equals("completed");
  }

  public Optional<String> outcome() {
    return Optional.ofNullable(conclusion);
  }

  public JobState begun(Instant at, List<Step> planned) {
    Times begun = new Times(times.created(), at, null);
    return new JobState("in_progress", null, begun, planned, annotations, log);
  }

  public JobState with(Step step) {
    List<Step> changed =
        IntStream.range(0, steps.size())
            .mapToObj(i -> steps.get(i).number() == step.number() ? step : steps.get(i))
            .toList();
    return new JobState(status, conclusion, times, changed, annotations, log);
  }

  public JobState ended(
      String how, Instant at, List<Annotation> remarks, @Nullable Path writtenLog) {
    Times ended = new Times(times.created(), times.started(), at);
    return new JobState("completed", how, ended, steps, remarks, writtenLog);
  }
}
