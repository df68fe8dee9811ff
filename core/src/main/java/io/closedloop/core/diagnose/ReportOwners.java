package io.closedloop.core.diagnose;

import io.closedloop.api.WorkflowJob;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * To which job of a run an artifact belongs: to the one whose name it bears, and where it bears no
 * job's, to the only one that failed. A name is borne by all of its words that no other job has.
 */
final class ReportOwners {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  /** By the names of jobs. */
  private final Map<String, Set<String>> ownWords = new HashMap<>();

  private final Set<String> failed;

  ReportOwners(List<WorkflowJob> jobs, List<WorkflowJob> failed) {
    this.failed = names(failed);
    Map<String, Set<String>> words =
        names(jobs).stream().collect(Collectors.toMap(name -> name, ReportOwners::words));
    words.forEach((name, all) -> {
      Predicate<String> shared =
          word ->
              words.entrySet().stream()
                  .anyMatch(job -> !job.getKey().equals(name) && job.getValue().contains(word));
      ownWords.put(name, all.stream().filter(shared.negate()).collect(Collectors.toSet()));
    });
  }

  private static Set<String> names(Collection<WorkflowJob> jobs) {
    return jobs.stream().map(WorkflowJob::name).collect(Collectors.toSet());
  }

  private static Set<String> words(String name) {
    return WORD.matcher(name.toLowerCase(Locale.ROOT))
        .results()
        .map(found -> found.group())
        .collect(Collectors.toSet());
  }

  boolean owns(WorkflowJob job, String artifact) {
    Set<String> said = words(artifact);
    Set<String> named =
        ownWords.entrySet().stream()
            .filter(one -> !one.getValue().isEmpty() && said.containsAll(one.getValue()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    return named.isEmpty() ? failed.equals(Set.of(job.name())) : named.contains(job.name());
  }
}
