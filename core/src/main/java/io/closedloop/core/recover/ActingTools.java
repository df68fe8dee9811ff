package io.closedloop.core.recover;

import io.closedloop.core.outage.Outages;
import jakarta.inject.Inject;
import java.time.InstantSource;

/** What acting needs besides its collaborators. */
record ActingTools(ProposalCodec codec, Outages outages, InstantSource clock) {
  @Inject
  ActingTools {}
}
