package io.closedloop.action.format;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryAction;
import io.closedloop.api.Situation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Has the tools whose checks failed write the files that they complained about, and proposes the
 * result if they are content with it afterwards.
 */
final class FormatAction implements RecoveryAction {
  private final List<Formatter> own;
  private final List<Formatter> others;
  private final boolean together;

  /**
   * Of some tools.
   *
   * @param own one of them must have complained
   * @param others those that may have complained in the same job
   * @param together whether it runs those as well; else it leaves such a job alone, since the half
   *     of a repair turns nothing green
   */
  FormatAction(List<Formatter> own, List<Formatter> others, boolean together) {
    this.own = List.copyOf(own);
    this.others = List.copyOf(others);
    this.together = together;
  }

  @Override
  public ActionSpec spec() {
    return Repair.spec(
        Stream.concat(own.stream(), others.stream().filter(_ -> together))
            .flatMap(formatter -> formatter.paths().stream())
            .distinct()
            .toList());
  }

  @Override
  public Proposal propose(Situation situation) {
    Log log = Log.of(situation);
    List<Formatter> asked = asked(situation, log, own);
    if (asked.isEmpty()) {
      return new Proposal.Nothing("no check of " + titles(own, " or ") + " failed");
    }
    List<Formatter> beside = asked(situation, log, others);
    if (!together && !beside.isEmpty()) {
      return new Proposal.Nothing(
          titles(beside, " and ") + " complained in the same job; code_formatting repairs both");
    }
    // Imports are sorted before the whole is formatted.
    List<Formatter> running = Stream.concat(beside.stream(), asked.stream()).toList();
    return otherHooks(log, running).orElseGet(() -> new Formatting(situation, log).by(running));
  }

  private List<Formatter> asked(Situation situation, Log log, List<Formatter> formatters) {
    boolean concerned =
        situation.diagnosis().category().equals("quality_gates")
            && (log.tool().isEmpty()
                || log.tool().equals(Log.PRE_COMMIT)
                || Stream.concat(own.stream(), others.stream())
                    .anyMatch(formatter -> formatter.isCalled(log.tool())));
    return concerned
        ? formatters.stream().filter(formatter -> formatter.asked(situation, log)).toList()
        : List.of();
  }

  /** The half of a repair turns no check green. */
  private static Optional<Proposal> otherHooks(Log log, List<Formatter> running) {
    Set<String> others = new TreeSet<>(log.failedHooks());
    running.forEach(formatter -> others.remove(formatter.tool()));
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Proposal.Nothing(
                "%s alone would not turn the check green: the hook %s failed too"
                    .formatted(
                        titles(running, " and "), CommitMessage.plain(String.join(", ", others)))));
  }

  static String titles(List<Formatter> formatters, String between) {
    return formatters.stream().map(Formatter::title).collect(Collectors.joining(between));
  }
}
