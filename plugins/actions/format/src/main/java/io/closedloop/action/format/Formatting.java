package io.closedloop.action.format;

import io.closedloop.api.Patch;
import io.closedloop.api.Proposal;
import io.closedloop.api.Situation;
import io.closedloop.api.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One repair by one or more formatters: choose files, write them, check them again. */
record Formatting(Situation situation, Log log) {

  /**
   * A formatter that is fit to run.
   *
   * @param version how it is called with its version, for people
   * @param note what people should know about the version, or empty
   */
  private record Ready(
      Formatter formatter, String version, String note, Selection.Files files, ToolRun run) {}

  /** Thrown inside only, with the reason why nothing is proposed. */
  private static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String reason) {
      super(reason, null, false, false);
    }
  }

  Proposal by(List<Formatter> formatters) {
    List<Ready> ready = new ArrayList<>();
    try {
      for (Formatter formatter : formatters) {
        ready.add(prepared(formatter));
      }
      // Only now: what a check would say of the whole must not be said of what another wrote.
      for (Ready it : ready) {
        done(it.run().over(it.files().files(), it.formatter().writing()), "");
      }
      return commit(ready, proven(ready));
    } catch (Unfit e) {
      return new Proposal.Nothing(String.valueOf(e.getMessage()));
    }
  }

  private Ready prepared(Formatter formatter) throws Unfit {
    Workspace workspace = situation.workspace();
    Optional<String> objection = formatter.objection(situation, log);
    if (objection.isPresent()) {
      throw new Unfit(objection.get());
    }
    Optional<Pin> pin = formatter.pin(situation, log);
    String line =
        workspace
            .toolVersion(formatter.tool())
            .orElseThrow(() ->
                new Unfit(
                    "%s is not on this machine: %s"
                        .formatted(
                            formatter.title(),
                            formatter.wayToGet(pin.map(Pin::version).orElse("")))));
    String here = Pin.version(line).orElse("");
    String note = pin.isPresent() ? note(formatter, pin.get(), here) : "";
    return switch (formatter.select(situation, log)) {
      case Selection.None(String reason) -> throw new Unfit(reason);
      case Selection.Files files ->
          new Ready(
              formatter,
              (formatter.title() + " " + here).strip(),
              note,
              files,
              new ToolRun(formatter, workspace, formatter.options(situation, log)));
    };
  }

  private static String note(Formatter formatter, Pin pin, String here) throws Unfit {
    if (here.isEmpty() || pin.covers(here)) {
      return "";
    }
    String both =
        "%s wants %s %s, and this machine has %s"
            .formatted(CommitMessage.plain(pin.where()), formatter.title(), pin.version(), here);
    if (!pin.sameMajor(here)) {
      throw new Unfit(
          both + ", which may write another style: " + formatter.wayToGet(pin.version()));
    }
    return " " + both + "; its own check was content with the result.";
  }

  /** The patch, once every check is content and nothing but what was asked for has changed. */
  private Patch proven(List<Ready> ready) throws Unfit {
    Patch patch = situation.workspace().changes();
    Set<String> changed =
        patch.files().stream()
            .map(Patch.FileChange::path)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> meant = new TreeSet<>();
    ready.forEach(it -> meant.addAll(it.files().files()));
    String versions = ready.stream().map(Ready::version).collect(Collectors.joining(" and "));
    if (patch.isEmpty()) {
      throw new Unfit(
          "%s made no difference, because %s already as it would write %s; the check may use another version or style"
              .formatted(
                  versions,
                  meant.size() == 1 ? meant.iterator().next() + " is" : meant.size() + " files are",
                  meant.size() == 1 ? "it" : "them"));
    }
    for (Ready it : ready) {
      for (String path : it.files().files()) {
        if (it.files().named() && !changed.contains(path)) {
          throw new Unfit(
              "the check complained about %s, with which %s is content; it may use another version or style"
                  .formatted(CommitMessage.plain(path), it.version()));
        }
      }
      done(
          it.run().over(it.files().files(), it.formatter().checking()),
          "even after it was written anew: ");
    }
    changed.removeAll(meant);
    if (!changed.isEmpty()) {
      throw new Unfit(
          "running %s also changed %s, of which nobody complained: %s"
              .formatted(
                  versions,
                  Repair.count(changed.size()),
                  CommitMessage.plain(changed.iterator().next())));
    }
    return patch;
  }

  private static void done(ToolRun.Said said, String when) throws Unfit {
    if (!said.well()) {
      throw new Unfit(when + said.failure());
    }
  }

  private Proposal commit(List<Ready> ready, Patch patch) {
    String count = Repair.count(patch.files().size());
    String subject =
        ready.stream().map(it -> it.formatter().subject()).collect(Collectors.joining(", then "));
    String versions = ready.stream().map(Ready::version).collect(Collectors.joining(" and "));
    String titles = FormatAction.titles(ready.stream().map(Ready::formatter).toList(), " and ");
    String notes = ready.stream().map(Ready::note).collect(Collectors.joining());
    return Repair.commit(
        patch,
        CommitMessage.of(
            subject.substring(0, 1).toUpperCase(Locale.ROOT) + subject.substring(1),
            situation,
            versions + " wrote " + count + " anew."),
        titles + " found " + count + " to write anew." + notes);
  }
}
