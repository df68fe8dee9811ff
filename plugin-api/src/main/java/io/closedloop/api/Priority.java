package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Locale;
import org.apiguardian.api.API;

/** How urgent an incident is, most urgent first. */
@API(status = EXPERIMENTAL, since = "0.1")
public enum Priority {
  CRITICAL,
  HIGH,
  MEDIUM,
  LOW;

  /** The word that people and programs see. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** So many levels more urgent; there is nothing above critical. */
  public Priority raised(int levels) {
    Priority raised = this;
    for (int i = 0; i < levels; i++) {
      raised = raised.next();
    }
    return raised;
  }

  private Priority next() {
    return switch (this) {
      case CRITICAL, HIGH -> CRITICAL;
      case MEDIUM -> HIGH;
      case LOW -> MEDIUM;
    };
  }
}
