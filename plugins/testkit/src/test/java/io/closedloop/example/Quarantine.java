package io.closedloop.example;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.Effect;
import io.closedloop.api.Patch;
import io.closedloop.api.Permission;
import io.closedloop.api.PluginContext;
import io.closedloop.api.Proof;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryAction;
import io.closedloop.api.RecoveryActionFactory;
import io.closedloop.api.Situation;
import java.time.Duration;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Puts a flaky test on the list of tests that the build skips: a suppression, so always supervised
 * and never for good.
 */
@Extension
public final class Quarantine implements RecoveryActionFactory<Quarantine.Config> {

  /** The list in the repository, and how many days an entry may stay. */
  public record Config(String list, int days) {
    public Config {
      days = days == 0 ? 14 : days;
      if (days < 1 || days > 90) {
        throw new IllegalArgumentException("days: from 1 to 90, not " + days);
      }
    }
  }

  @Override
  public String type() {
    return "quarantine";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public RecoveryAction create(Config config, PluginContext context) {
    return new Action(config);
  }

  private record Action(Config config) implements RecoveryAction {
    @Override
    public ActionSpec spec() {
      return ActionSpec.of("quarantine", Effect.Commit.class)
          .needing(Permission.CONTENTS_WRITE)
          .writing(config.list());
    }

    @Override
    public Proposal propose(Situation situation) {
      Optional<String> flaky =
          situation.evidence().stream()
              .flatMap(evidence -> evidence.tests().stream())
              .map(test -> test.suite() + "#" + test.name())
              .filter(name -> name.matches("[\\w.$#()\\[\\], -]{1,300}"))
              .findFirst();
      if (!situation.diagnosis().subcategory().equals("flaky_test") || flaky.isEmpty()) {
        return new Proposal.Nothing("no test is known to be flaky here");
      }
      String test = flaky.get();
      String before =
          situation.github().file(config.list(), situation.incident().headSha()).orElse("");
      if (before.lines().anyMatch(test::equals)) {
        return new Proposal.Nothing(test + " is quarantined already");
      }
      Patch patch = Patch.ofText(config.list(), before + test + "\n");
      return Proposal.Act.of(
              new Effect.Commit(
                  patch, "Quarantine " + test + "\n\nIt fails and passes on the same commit."),
              "The test " + test + " is flaky.",
              Proof.failedJobs())
          .suppressing(new Proposal.Suppression(test, Duration.ofDays(config.days())));
    }
  }
}
