package io.closedloop.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each setting does in this version, as data. A row holds for all keys below it that have no
 * row of their own.
 */
final class InEffect {
  private static final Standing LIVE = new Standing.Live();
  private static final Standing RESTART = new Standing.AfterRestart();
  private static final Standing LATER = new Standing.NotYet();

  static final Map<String, Standing> ROWS =
      Map.ofEntries(
          Map.entry("automation", LIVE),
          Map.entry("automation.notification_channels.critical", LATER),
          Map.entry("recovery_streams", LATER),
          Map.entry("failure_detection", LIVE),
          Map.entry("retry_mechanisms", LIVE),
          Map.entry("recovery_actions", LIVE),
          Map.entry("circuit_breakers", LATER),
          Map.entry("rollback", LATER),
          Map.entry("notifications", LATER),
          Map.entry("quality_gates", LATER),
          Map.entry("performance", LATER),
          Map.entry(
              "performance.optimization.cache_enabled",
              never("what GitHub answered is always kept, and asking whether it changed is free")),
          Map.entry(
              "performance.optimization.parallel_execution",
              never("incidents are always worked on side by side")),
          Map.entry(
              "performance.optimization.batch_processing",
              never("deliveries that come together are always stored together")),
          Map.entry(
              "performance.optimization.lazy_loading",
              never("a log is always read as a stream and nothing is loaded before it is needed")),
          Map.entry("security.authentication.require_github_token", LATER),
          Map.entry(
              "security.authentication.token_permissions",
              never("GitHub alone decides what a token may do")),
          Map.entry("security.restrictions", LIVE),
          Map.entry(
              "security.audit.log_all_actions",
              never("every action is in the journal, which cannot be switched off")),
          Map.entry("security.audit.retain_logs_days", LATER),
          Map.entry("security.audit.compliance_reporting", LATER),
          Map.entry("security.audit.standards", LATER),
          Map.entry("advanced", LATER),
          Map.entry("server", RESTART),
          Map.entry("server.base_url", LIVE),
          Map.entry("github", RESTART),
          Map.entry("github.webhook_secrets", LIVE),
          Map.entry("github.poll_minutes", LATER),
          Map.entry("store", RESTART),
          Map.entry("plugins", LIVE),
          Map.entry("diagnosis.minimum_confidence", LIVE),
          Map.entry("diagnosis.log_limit_mb", RESTART),
          Map.entry("diagnosis.keep_logs_days", LIVE),
          Map.entry("diagnosis.correlation", LIVE),
          Map.entry("limits", LIVE),
          Map.entry("commit", LIVE),
          Map.entry("credentials", LIVE));

  /** Entries of lists that have no effect though their list has, below the list's key. */
  static final Map<String, Standing> ENTRIES =
      Map.of(
          "security.restrictions.prohibited_actions.production_deployment",
          never("nothing in this version deploys, listed or not"),
          "security.restrictions.prohibited_actions.user_management",
          never("nothing in this version changes users, listed or not"));

  private InEffect() {}

  private static Standing never(String why) {
    return new Standing.Never(why);
  }

  /** What stands in the row of this key, or of the nearest one above it that has a row. */
  static Optional<Standing> of(String key) {
    for (String at = key; ; at = at.substring(0, at.lastIndexOf('.'))) {
      Standing row = ROWS.get(at);
      if (row != null || at.lastIndexOf('.') < 0) {
        return Optional.ofNullable(row);
      }
    }
  }

  /** A note for each part of what the operator wrote that has no effect. */
  static List<Note> notes(Node.Mapping written) {
    List<Note> notes = new ArrayList<>();
    collect(written, "", "", notes);
    if (written.entries().get("environments")
        instanceof Node.Entry(Position _, Node.Mapping environments)) {
      environments
          .entries()
          .forEach((name, entry) -> {
            if (entry.value() instanceof Node.Mapping overlay) {
              collect(overlay, "", "environments." + name + ".", notes);
            }
          });
    }
    return notes;
  }

  private static void collect(
      Node.Mapping mapping, String path, String shownBefore, List<Note> notes) {
    mapping
        .entries()
        .forEach((key, entry) -> {
          String here = path.isEmpty() ? key : path + "." + key;
          Optional<String> words = of(here).flatMap(InEffect::words);
          boolean mixed = ROWS.keySet().stream().anyMatch(row -> row.startsWith(here + "."));
          if (entry.value() instanceof Node.Mapping inner && (mixed || words.isEmpty())) {
            collect(inner, here, shownBefore, notes);
          } else if (entry.value() instanceof Node.Sequence(Position _, List<Node> items)
              && words.isEmpty()) {
            entries(items, here, shownBefore, notes);
          } else {
            words.ifPresent(
                said -> notes.add(Note.at(entry.keyAt(), shownBefore + here + ": " + said)));
          }
        });
  }

  private static void entries(List<Node> items, String path, String shownBefore, List<Note> notes) {
    for (Node item : items) {
      if (item instanceof Node.Scalar(Position at, String text, Node.Style _)) {
        Optional.ofNullable(ENTRIES.get(path + "." + text))
            .flatMap(InEffect::words)
            .ifPresent(
                said -> notes.add(Note.at(at, shownBefore + path + ", " + text + ": " + said)));
      }
    }
  }

  private static Optional<String> words(Standing standing) {
    return switch (standing) {
      case Standing.Live _, Standing.AfterRestart _ -> Optional.empty();
      case Standing.NotYet _ -> Optional.of("accepted, not yet in effect");
      case Standing.Never(String why) -> Optional.of("no effect, because " + why);
    };
  }
}
