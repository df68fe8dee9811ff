package io.closedloop.core.diagnose;

import io.closedloop.api.Evidence;
import io.closedloop.api.WorkflowJob;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the names of failed steps and the commands that they ran say: little, but more than nothing
 * where no tool's own words are known.
 */
final class StepHits {
  /** How much the first of many commands says, compared with the last. */
  private static final double EARLIEST = 0.75;

  private final List<Signature> signatures;

  StepHits(List<Signature> all) {
    signatures = all.stream().filter(s -> s.reads() == Signature.Reads.STEP).toList();
  }

  /** At most one match for each signature and step, at the line that says that the step failed. */
  List<Hit> of(List<Step> failed, @Nullable WorkflowJob job) {
    var hits = new ArrayList<Hit>();
    for (var step : failed) {
      int line = step.markerLine > 0 ? step.markerLine : step.lastLine;
      var shown = step.markerLine > 0 ? step.marker : "the log ends in this step";
      hits.addAll(of(step.commands(), line, shown, step));
    }
    if (hits.isEmpty() && job != null) {
      var step = failed.isEmpty() ? new Step(0, null) : failed.getFirst();
      for (var name : names(job)) {
        hits.addAll(of(List.of(name), 0, name, step));
      }
    }
    return hits;
  }

  /** What a check calls itself where it remarks on a failure; that is a name as well. */
  List<Hit> ofTitles(List<Evidence.Annotation> annotations, Step failed) {
    return annotations.stream()
        .filter(remark -> remark.level().equals("failure") && !remark.title().isBlank())
        .flatMap(remark ->
            of(List.of(remark.title()), 0, remark.title() + ": " + remark.message(), failed)
                .stream())
        .toList();
  }

  /**
   * Each command speaks for one kind of failure, the strongest that knows it: {@code pip install
   * pytest} installs. A shell stops at the first failure, so a later command says more.
   */
  private List<Hit> of(List<String> commands, int line, String shown, Step step) {
    var best = new LinkedHashMap<Signature, Hit>();
    for (int i = 0; i < commands.size(); i++) {
      double certainty = EARLIEST + (1 - EARLIEST) * (i + 1) / commands.size();
      var command = commands.get(i);
      signatures.stream()
          .filter(signature -> signature.match(command) != null)
          .max(Comparator.comparingInt(Signature::weight))
          .ifPresent(signature ->
              best.put(
                  signature,
                  new Hit(
                      signature,
                      line,
                      shown,
                      LogReader.Kind.ERROR,
                      step,
                      Map.of(),
                      certainty,
                      List.of())));
    }
    return List.copyOf(best.values());
  }

  /** The failed steps by the names that a workflow gives them, and the job. */
  private static Set<String> names(WorkflowJob job) {
    var names = new LinkedHashSet<String>();
    job.steps().stream()
        .filter(step -> "failure".equals(step.conclusion()))
        .forEach(step -> names.add(step.name()));
    names.add(job.name());
    return names;
  }
}
