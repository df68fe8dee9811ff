package io.closedloop.core.recover;

import jakarta.inject.Inject;
import java.time.InstantSource;

/** What acting needs besides its collaborators. */
record ActingTools(ProposalCodec codec, InstantSource clock) {
  @Inject
  ActingTools {}
}
