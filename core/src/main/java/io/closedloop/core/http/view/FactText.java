package io.closedloop.core.http.view;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.StepResult;
import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.incident.Outcome;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A fact as people read it.
 *
 * @param text one sentence
 * @param detail what may be unfolded below it; empty for nothing
 */
public record FactText(Tone tone, String text, String detail) {

  private static FactText of(Tone tone, String text) {
    return new FactText(tone, text, "");
  }

  /** The fact in words. */
  public static FactText of(IncidentFact fact) {
    return switch (fact) {
      case IncidentFact.IncidentOpened f ->
          of(Tone.BAD, failed("Failed", f.failure().jobNames(), f.failure().diagnosis()));
      case IncidentFact.FailureJoined f ->
          of(Tone.BAD, failed("Failed again", f.failure().jobNames(), f.failure().diagnosis()));
      case IncidentFact.PriorityFound f ->
          new FactText(Tone.PLAIN, "Priority " + f.level().word(), String.join("\n", f.reasons()));
      case IncidentFact.LoopGuarded f -> of(Tone.WAIT, "Loop guard: " + f.what());
      case IncidentFact.RecoveryPlanned f -> of(Tone.PLAIN, planned(f));
      case IncidentFact.ActionDelayed f ->
          of(Tone.BUSY, f.action() + " waits until " + When.exact(f.until()) + ": " + f.why());
      case IncidentFact.ActionHeld f ->
          of(Tone.BUSY, f.action() + " does not begin yet: " + f.why());
      case IncidentFact.ActionDeclined f ->
          of(Tone.PLAIN, f.action() + " is not tried: " + f.why());
      case IncidentFact.PluginFailed f ->
          new FactText(
              Tone.BAD,
              "Plugin " + f.plugin() + " failed in " + f.what() + ": " + f.problem(),
              f.detail());
      case IncidentFact.FindingsMade f ->
          new FactText(Tone.PLAIN, f.action() + " found: " + f.title(), f.markdown());
      case IncidentFact.ActionProposed f ->
          of(Tone.BUSY, "Attempt " + f.attempt() + ": " + f.action() + " proposes: " + f.why());
      case IncidentFact.ProposalRefused f ->
          of(
              Tone.WAIT,
              f.action()
                  + " proposed something outside its boundaries, refused: "
                  + String.join("; ", f.reasons()));
      case IncidentFact.ActionCleared _ ->
          of(Tone.PLAIN, "Needs no approval: the mode is automatic");
      case IncidentFact.ApprovalAsked f ->
          of(Tone.WAIT, "Waits for approval until " + When.exact(f.expires()));
      case IncidentFact.ApprovalGiven f ->
          of(Tone.PLAIN, (f.approved() ? "Approved by " : "Rejected by ") + f.by());
      case IncidentFact.ApprovalExpired _ ->
          of(Tone.PLAIN, "Nobody decided in time, which means no");
      case IncidentFact.EffectBegun f -> of(Tone.BUSY, "Step " + (f.step() + 1) + " begins");
      case IncidentFact.EffectDone f -> done(f.step() + 1, f.result());
      case IncidentFact.ProofAwaited f ->
          of(
              Tone.BUSY,
              "Waits for GitHub's own result of "
                  + String.join(", ", f.target().jobs())
                  + " until "
                  + When.exact(f.deadline()));
      case IncidentFact.ProofArrived f ->
          of(proof(f.verdict()), "Proof " + f.verdict() + ": " + f.explanation());
      case IncidentFact.IncidentDismissed f ->
          new FactText(Tone.PLAIN, "Closed by " + f.by(), f.why());
      case IncidentFact.IncidentEscalated f -> of(Tone.BAD, "Handed to people: " + f.why());
      case IncidentFact.IncidentEnded f ->
          of(ended(f.outcome()), sentence(f.outcome()) + ": " + f.why());
      case IncidentFact.ChannelTold f -> of(Tone.PLAIN, "Told " + f.channel());
      case IncidentFact.ChannelFailed f ->
          of(Tone.WAIT, "Could not tell " + f.channel() + ": " + f.why());
    };
  }

  private static String failed(String verb, Iterable<String> jobs, Diagnosis diagnosis) {
    return verb
        + ": "
        + String.join(", ", jobs)
        + " ("
        + diagnosis.category()
        + ", "
        + diagnosis.subcategory()
        + ")";
  }

  private static String planned(IncidentFact.RecoveryPlanned fact) {
    return fact.actions().isEmpty()
        ? "No action is known for this category"
        : fact.actions().stream()
            .map(action -> action.action() + " (" + action.mode() + ")")
            .collect(Collectors.joining(", ", "Planned: ", ""));
  }

  private static FactText done(int step, StepResult result) {
    String detail =
        result.values().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(value -> value.getKey() + ": " + value.getValue())
            .collect(Collectors.joining("\n"));
    String begin = "Step " + step;
    String end = ": " + result.title();
    return switch (result.status()) {
      case DONE -> new FactText(Tone.GOOD, begin + " done" + end, detail);
      case REFUSED -> new FactText(Tone.WAIT, begin + " refused" + end, detail);
      case FAILED -> new FactText(Tone.BAD, begin + " failed" + end, detail);
      case UNKNOWN -> new FactText(Tone.BAD, begin + ", unknown whether it happened" + end, detail);
    };
  }

  private static Tone proof(String verdict) {
    return switch (verdict) {
      case "green" -> Tone.GOOD;
      case "red" -> Tone.BAD;
      default -> Tone.PLAIN;
    };
  }

  private static Tone ended(Outcome outcome) {
    return switch (outcome) {
      case RECOVERED, FIXED_BY_HUMAN -> Tone.GOOD;
      case MITIGATED, SUPERSEDED, UNPROVEN, DISMISSED -> Tone.PLAIN;
    };
  }

  private static String sentence(Outcome outcome) {
    return switch (outcome) {
      case RECOVERED -> "Recovered and proven";
      case FIXED_BY_HUMAN -> "Fixed by a person";
      case MITIGATED -> "Mitigated";
      case SUPERSEDED -> "Superseded";
      case UNPROVEN -> "Unproven";
      case DISMISSED -> "Dismissed";
    };
  }
}
