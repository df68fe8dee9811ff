package io.closedloop.core.recover;

import io.closedloop.core.incident.IncidentFact;

/** One line for the server's log about a fact; what came from outside is cut, never whole. */
final class IncidentWords {
  private IncidentWords() {}

  static String line(IncidentFact fact) {
    String text =
        switch (fact) {
          case IncidentFact.IncidentOpened f ->
              "opened for " + f.failure().jobNames() + " on " + f.failure().ref();
          case IncidentFact.FailureJoined f -> "failed again: " + f.failure().jobNames();
          case IncidentFact.PriorityFound f -> "priority " + f.level().word();
          case IncidentFact.LoopGuarded f -> f.what();
          case IncidentFact.RecoveryPlanned f ->
              "planned "
                  + f.actions().stream().map(a -> a.action() + " (" + a.mode() + ")").toList();
          case IncidentFact.ActionDelayed f ->
              f.action() + " waits until " + f.until() + ": " + f.why();
          case IncidentFact.ActionHeld f -> f.action() + " does not begin yet: " + f.why();
          case IncidentFact.ActionDeclined f -> f.action() + " is not tried: " + f.why();
          case IncidentFact.PluginFailed f ->
              "plugin " + f.plugin() + " failed in " + f.what() + ": " + f.problem();
          case IncidentFact.FindingsMade f -> f.action() + " found: " + f.title();
          case IncidentFact.ActionProposed f -> f.action() + " proposes: " + f.why();
          case IncidentFact.ProposalRefused f -> f.action() + " was refused: " + f.reasons();
          case IncidentFact.ActionCleared _ -> "needs no approval";
          case IncidentFact.ApprovalAsked f -> "waits for approval until " + f.expires();
          case IncidentFact.ApprovalGiven f -> f.approved() ? "approved" : "rejected";
          case IncidentFact.ApprovalExpired _ -> "nobody approved in time";
          case IncidentFact.EffectBegun f -> "effect " + f.key() + " begins";
          case IncidentFact.EffectDone f ->
              "effect ended " + f.result().status() + ": " + f.result().title();
          case IncidentFact.ProofAwaited f -> "waits for GitHub's result until " + f.deadline();
          case IncidentFact.ProofArrived f -> "proof " + f.verdict() + ": " + f.explanation();
          case IncidentFact.IncidentEscalated f -> "escalated: " + f.why();
          case IncidentFact.IncidentDismissed _ -> "closed by a person";
          case IncidentFact.IncidentEnded f -> "ended " + f.outcome().word() + ": " + f.why();
          case IncidentFact.ChannelTold f -> "told " + f.channel();
          case IncidentFact.ChannelFailed f -> "could not tell " + f.channel() + ": " + f.why();
        };
    String oneLine = text.replaceAll("\\p{Cntrl}+", " ");
    return oneLine.length() > 300 ? oneLine.substring(0, 300) + "…" : oneLine;
  }
}
