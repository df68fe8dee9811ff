package io.closedloop.core.incident;

import io.closedloop.api.Priority;
import java.util.List;

/** How urgent an incident is, and what made it so, in the order in which it was weighed. */
public record Urgency(Priority level, List<String> reasons) {
  public Urgency {
    reasons = List.copyOf(reasons);
  }
}
