package io.closedloop.core.diagnose;

import io.closedloop.api.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How urgent a failure is: a pure function of what the operator set and what happened.
 *
 * @param window how far back jobs count
 * @param rates from which share of failed jobs, in percent, a failure has a priority
 * @param counts from how many failed jobs on it has one
 * @param criticalWorkflows names of workflows whose failures are always critical
 * @param boosts by category
 */
public record PriorityRules(
    Duration window,
    Map<Priority, Double> rates,
    Map<Priority, Integer> counts,
    Set<String> criticalWorkflows,
    Map<String, Boost> boosts) {
  /** A share of fewer runs says too little. */
  static final int RUNS_FOR_A_RATE = 5;

  public PriorityRules {
    rates = Map.copyOf(rates);
    counts = Map.copyOf(counts);
    criticalWorkflows = Set.copyOf(criticalWorkflows);
    boosts = Map.copyOf(boosts);
  }

  /**
   * What raises the priority: the diagnosed category, or one of the words in a name.
   *
   * @param levels by how many levels
   * @param keywords whole words, in any case
   */
  public record Boost(int levels, List<String> keywords) {
    public Boost {
      keywords = List.copyOf(keywords);
    }
  }

  /**
   * The jobs of the workflow within the window, on the default branch or on all others.
   *
   * @param runs in how many runs they ran
   * @param failed how many of the jobs failed
   */
  public record Jobs(long runs, long jobs, long failed) {}

  /**
   * What is known of a failure.
   *
   * @param names of its jobs and of their failed steps
   */
  public record Circumstances(
      String category,
      String workflow,
      List<String> names,
      boolean defaultBranch,
      boolean protectedBranch,
      Jobs jobs) {
    public Circumstances {
      names = List.copyOf(names);
    }
  }

  /** The priority, and each rule that was asked, in order, with what it said. */
  public record Found(Priority level, List<String> reasons) {
    public Found {
      reasons = List.copyOf(reasons);
    }
  }

  /** A category's boost, by which way it applied. */
  private record Applied(int levels, String why) {}

  /** The same over another window. */
  public PriorityRules within(Duration another) {
    return new PriorityRules(another, rates, counts, criticalWorkflows, boosts);
  }

  /** Weighs one failure. */
  public Found of(Circumstances failure) {
    List<String> reasons = new ArrayList<>();
    Priority byRate = byRate(failure, reasons);
    Priority byCount = byCount(failure.jobs().failed(), reasons);
    Priority level = byRate.compareTo(byCount) < 0 ? byRate : byCount;
    reasons.add("the higher of both: " + level.word());
    level = boosted(level, failure, reasons);
    if (criticalWorkflows.contains(failure.workflow())) {
      level = Priority.CRITICAL;
      reasons.add(
          "workflow \""
              + failure.workflow()
              + "\" is one of failure_detection.critical_workflows: critical");
    }
    if (failure.defaultBranch() || failure.protectedBranch()) {
      level = level.raised(1);
      reasons.add(
          (failure.defaultBranch() ? "default" : "protected") + " branch, +1: " + level.word());
    }
    return new Found(level, reasons);
  }

  private Priority byRate(Circumstances failure, List<String> reasons) {
    Jobs jobs = failure.jobs();
    String seen =
        "rate: %d of %d jobs in %d %s of %s on %s failed within %d h"
            .formatted(
                jobs.failed(),
                jobs.jobs(),
                jobs.runs(),
                jobs.runs() == 1 ? "run" : "runs",
                failure.workflow(),
                failure.defaultBranch() ? "the default branch" : "other branches",
                window.toHours());
    if (jobs.runs() < RUNS_FOR_A_RATE) {
      reasons.add(seen + ", which does not count below " + RUNS_FOR_A_RATE + " runs");
      return Priority.LOW;
    }
    double percent = 100.0 * jobs.failed() / jobs.jobs();
    Priority level = level(rates, percent).orElse(Priority.LOW);
    reasons.add(seen + String.format(Locale.ROOT, ", %.1f %%: ", percent) + level.word());
    return level;
  }

  private Priority byCount(long failed, List<String> reasons) {
    Priority level = level(counts, (double) failed).orElse(Priority.LOW);
    reasons.add("count: " + failed + " failed: " + level.word());
    return level;
  }

  /** The most urgent level whose threshold is reached. */
  private static Optional<Priority> level(
      Map<Priority, ? extends Number> thresholds, double value) {
    for (Priority level : Priority.values()) {
      Number from = thresholds.get(level);
      if (from != null && value >= from.doubleValue()) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  private Priority boosted(Priority level, Circumstances failure, List<String> reasons) {
    Applied best = new Applied(0, "category " + failure.category());
    Boost own = boosts.get(failure.category());
    if (own != null) {
      best = new Applied(own.levels(), "category " + failure.category());
    }
    List<String> names = new ArrayList<>(failure.names());
    names.addFirst(failure.workflow());
    for (Map.Entry<String, Boost> each : new java.util.TreeMap<>(boosts).entrySet()) {
      Boost boost = each.getValue();
      if (boost.levels() <= best.levels()) {
        continue;
      }
      Optional<String> found = found(boost.keywords(), names);
      if (found.isPresent()) {
        best = new Applied(boost.levels(), found.get() + ", a word of category " + each.getKey());
      }
    }
    Priority raised = level.raised(best.levels());
    reasons.add(
        best.why()
            + (best.levels() == 0 ? ": no boost" : ", +" + best.levels() + ": " + raised.word()));
    return raised;
  }

  private static Optional<String> found(List<String> keywords, List<String> names) {
    for (String keyword : keywords) {
      for (String name : names) {
        if (holdsTheWord(name.toLowerCase(Locale.ROOT), keyword.toLowerCase(Locale.ROOT))) {
          return Optional.of("\"" + keyword + "\" in \"" + name + "\"");
        }
      }
    }
    return Optional.empty();
  }

  private static boolean holdsTheWord(String name, String keyword) {
    for (int at = keyword.isBlank() ? -1 : name.indexOf(keyword);
        at >= 0;
        at = name.indexOf(keyword, at + 1)) {
      if (ends(name, at - 1) && ends(name, at + keyword.length())) {
        return true;
      }
    }
    return false;
  }

  private static boolean ends(String name, int at) {
    return at < 0 || at >= name.length() || !Character.isLetterOrDigit(name.charAt(at));
  }
}
