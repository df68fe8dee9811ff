package io.closedloop.testkit;

import io.closedloop.api.IncidentView;
import io.closedloop.api.Notification;
import java.util.List;

/** Makes up messages; each method changes one thing and leaves the rest as it was. */
public final class Notifications {
  private final SituationBuilder situation = FakeSituation.builder();
  private String incident = "inc-42";
  private String state = "open";
  private Notification.Kind kind = Notification.Kind.FAILURE_DETECTED;
  private String title = "Quality gates failed: google-java-format";
  private String summary = "The job build failed because a file is not formatted.";
  private List<Notification.Section> sections =
      List.of(new Notification.Section("What failed", "`src/A.java` is not formatted."));
  private boolean pending = true;
  private List<Notification> related = List.of();

  private String headSha = SituationBuilder.SHA;
  private List<String> earlierShas = List.of();

  private Notifications() {}

  /** Begins a message: a failure of pull request 7 was found, and work on it goes on. */
  public static Notifications builder() {
    return new Notifications();
  }

  /** Sets what happened. */
  public Notifications kind(Notification.Kind newKind) {
    kind = newKind;
    return this;
  }

  /** Sets the incident's id. */
  public Notifications incident(String id) {
    incident = id;
    return this;
  }

  /** Sets the incident's state, and ends the work on it unless it is {@code open}. */
  public Notifications state(String newState) {
    state = newState;
    pending = newState.equals("open");
    return this;
  }

  /** Makes it be about a commit now, and about others before. */
  public Notifications commits(String now, String... before) {
    headSha = now;
    earlierShas = List.of(before);
    return this;
  }

  /** Sets the line at the top. */
  public Notifications title(String text) {
    title = text;
    return this;
  }

  /** Sets the sentence below it. */
  public Notifications summary(String text) {
    summary = text;
    return this;
  }

  /** Sets the parts of the body. */
  public Notifications sections(Notification.Section... parts) {
    sections = List.of(parts);
    return this;
  }

  /** Sets the messages about other incidents. */
  public Notifications related(Notification... others) {
    related = List.of(others);
    return this;
  }

  /** Makes it about a push without a pull request. */
  public Notifications withoutPullRequest() {
    situation.withoutPullRequest();
    return this;
  }

  /** The message. */
  public Notification build() {
    IncidentView view = situation.incident();
    IncidentView named =
        new IncidentView(
            incident,
            view.repo(),
            view.ref(),
            headSha,
            earlierShas,
            view.pullRequest(),
            view.fork(),
            view.workflow(),
            view.category(),
            state,
            view.jobs(),
            view.openedAt(),
            view.url());
    return new Notification(
        incident + "-" + kind, kind, named, title, summary, sections, pending, related);
  }
}
