package io.closedloop.core.recover;

import io.closedloop.core.incident.Incident;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Whether the commit that failed is still the head of its branch. */
@Singleton
final class HeadCheck {
  private final Watch watch;
  private final OwnWrites own;

  @Inject
  HeadCheck(Watch watch, OwnWrites own) {
    this.watch = watch;
    this.own = own;
  }

  /** What the head is now. */
  sealed interface Head {}

  /** The commit that failed. */
  record Here() implements Head {}

  /** Somebody else's commit, or none. */
  record Gone(String why) implements Head {}

  /** A commit that closedloop made for this or another incident. */
  record Ours(String incident) implements Head {}

  Head check(Incident incident) {
    String failed = incident.failure().run().headSha();
    Optional<String> head = watch.currentHead(incident);
    if (head.isEmpty()) {
      return new Gone("the branch " + incident.failure().ref() + " is gone");
    }
    if (head.get().equals(failed)) {
      return new Here();
    }
    return own.incidentOf(incident.failure().repo(), head.get())
        .<Head>map(Ours::new)
        .orElseGet(() ->
            new Gone("somebody else pushed " + head.get() + " to " + incident.failure().ref()));
  }
}
