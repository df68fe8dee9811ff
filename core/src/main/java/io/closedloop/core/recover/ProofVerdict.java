package io.closedloop.core.recover;

import io.closedloop.api.WorkflowRun;

/** What GitHub says about an attempt. */
sealed interface ProofVerdict {
  /** The jobs ran anew and are green, and nothing that was green is red. */
  record Green(String explanation) implements ProofVerdict {}

  /** A job is red; {@code run} shows it. */
  record Red(String explanation, WorkflowRun run) implements ProofVerdict {}

  /** The signal will not come. */
  record Never(String explanation) implements ProofVerdict {}

  /** Not yet. */
  record Pending(String explanation) implements ProofVerdict {}
}
