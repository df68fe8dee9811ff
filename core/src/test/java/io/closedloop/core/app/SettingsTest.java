package io.closedloop.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.FailureCategory;
import io.closedloop.api.Priority;
import io.closedloop.api.Secret;
import io.closedloop.core.config.Config;
import io.closedloop.core.config.ConfigLoader;
import io.closedloop.core.config.Effects;
import io.closedloop.core.config.LoadRequest;
import io.closedloop.core.config.Loaded;
import io.closedloop.core.config.Origins;
import io.closedloop.core.diagnose.PriorityRules;
import io.closedloop.core.github.Credentials;
import io.closedloop.core.plugin.Caller;
import io.closedloop.core.plugin.Catalogue;
import io.closedloop.core.plugin.Instance;
import io.closedloop.core.plugin.Kind;
import io.closedloop.core.plugin.Wired;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private static final Map<String, String> ODD =
      Map.of(
          "automation.default_recovery_mode", "supervised",
          "server.host", "localhost",
          "server.base_url", "https://loop.example",
          "github.api_url", "https://ghe.example/api/v3",
          "github.token", "ghp_another",
          "store.path", "other.db",
          "server.tokens", "[{name: board, role: viewer, token: 0123456789abcdefgh}]");
  private final ConfigLoader loader = new ConfigLoader();
  @TempDir private Path home;

  @Test
  void everySettingThatIsSaidToHaveAnEffectChangesWhatTheServerWorksBy() {
    String usual = outcome(Map.of());
    Loaded shipped = loader.load(new LoadRequest(List.of(), null, Map.of()));
    int tried = 0;
    for (Origins.Setting setting : shipped.origins().settings(config(shipped))) {
      String key = setting.key();
      // GithubAppTest has the App's own, whose key is no plain text
      if (!Effects.hasEffect(key)
          || key.startsWith("plugins.")
          || key.startsWith("github.app")
          || key.equals("credentials")) {
        continue;
      }
      assertThat(outcome(Map.of(key, other(key, setting.value())))).as(key).isNotEqualTo(usual);
      tried++;
    }
    assertThat(tried).isGreaterThan(60);
    assertThat(outcome(Map.of("credentials.jira.username", "robot"))).isNotEqualTo(usual);
  }

  private static String other(String key, @Nullable Object value) {
    String odd = ODD.get(key);
    if (odd != null) {
      return odd;
    }
    if (key.startsWith("automation.priority_overrides.")) {
      return "analysis_only";
    }
    return switch (value) {
      case Boolean flag -> String.valueOf(!flag);
      case Integer number -> String.valueOf(number + 1);
      case Double number -> String.valueOf(number + 0.25);
      case List<?> list -> list.isEmpty() ? "[something]" : "[]";
      case null, default ->
          throw new AssertionError("this test knows no other value for " + key + ": " + value);
    };
  }

  @Test
  void aCategorysShippedNumbersYieldToWhatTheOperatorWroteForAll() {
    assertThat(retries(Map.of()).of("infrastructure").base()).isEqualTo(Duration.ofMinutes(2));
    assertThat(retries(Map.of()).of("infrastructure").maxAttempts()).isEqualTo(3);
    assertThat(retries(Map.of()).of("of_my_own").maxAttempts()).isEqualTo(5);

    var general =
        retries(
            Map.of(
                "retry_mechanisms.exponential_backoff.base_delay_seconds", "1",
                "retry_mechanisms.max_attempts", "9",
                "retry_mechanisms.strategies.testing.max_attempts", "2"));
    assertThat(general.of("infrastructure").base()).isEqualTo(Duration.ofSeconds(1));
    assertThat(general.of("infrastructure").maxAttempts()).isEqualTo(9);
    assertThat(general.of("testing").maxAttempts()).isEqualTo(2);
  }

  @Test
  void aCategoryRaisesThePriorityByWhatTheOperatorWroteElseByWhatItsPluginBrings() {
    Catalogue own =
        new Catalogue(List.of(), List.of(category("audits", 3), category("testing", 2)), List.of());
    var shipped = settings(Map.of()).priorities(own).boosts();
    assertThat(boost(shipped, "security").levels()).isEqualTo(2);
    assertThat(boost(shipped, "security").keywords()).contains("vulnerability");
    assertThat(boost(shipped, "audits").levels()).isEqualTo(3);
    assertThat(boost(shipped, "testing").levels()).isEqualTo(2);

    String key = "failure_detection.workflow_patterns.";
    var written =
        settings(
                Map.of(
                    key + "testing.priority_boost", "0",
                    key + "security.priority_boost", "1",
                    key + "audits.keywords", "[ledger]"))
            .priorities(own)
            .boosts();
    assertThat(boost(written, "testing").levels()).isZero();
    assertThat(boost(written, "security").levels()).isEqualTo(1);
    assertThat(boost(written, "audits").levels()).isEqualTo(3);
    assertThat(boost(written, "audits").keywords()).containsExactly("ledger");
  }

  private static PriorityRules.Boost boost(Map<String, PriorityRules.Boost> all, String name) {
    return Objects.requireNonNull(all.get(name));
  }

  private static Wired category(String name, int boost) {
    var caller = new Caller("test", name, SettingsTest.class.getClassLoader());
    FailureCategory category = List::of;
    return new Wired.Category(
        new Instance<>(Kind.CATEGORY, name, name, caller, category), List.of(), boost, false);
  }

  @Test
  void aModeForAPriorityIsNarrowedToWhatMayBeChosen() {
    var modes =
        settings(Map.of("automation.recovery_modes", "[supervised, analysis_only]"))
            .policy(new Catalogue(List.of(), List.of(), List.of()))
            .priorityModes();
    assertThat(modes).containsEntry(Priority.LOW, "supervised");
  }

  private io.closedloop.core.plan.Retries retries(Map<String, String> set) {
    return settings(set).policy(new Catalogue(List.of(), List.of(), List.of())).retries();
  }

  private Settings settings(Map<String, String> set) {
    Map<String, LoadRequest.Given> given = new HashMap<>();
    set.forEach((key, value) -> given.put(key, new LoadRequest.Given(value, "--set " + key)));
    Loaded loaded = loader.load(new LoadRequest(List.of(), null, Map.of(), given));
    return new Settings(config(loaded), loaded.origins(), Home.open(home));
  }

  /** All that others take from the settings, secrets in the clear. */
  private String outcome(Map<String, String> set) {
    Settings settings = settings(set);
    var github = settings.github("1");
    return List.of(
            settings.policy(new Catalogue(List.of(), List.of(), List.of())),
            settings.boundaries(),
            settings.routing(),
            settings.priorities(new Catalogue(List.of(), List.of(), List.of())),
            github,
            github.credentials() instanceof Credentials.Token(Secret token) ? token.reveal() : "",
            settings.webhookSecrets(Map.of()).stream().map(Secret::reveal).toList(),
            settings.http(),
            settings.baseUrl(0),
            settings.database(),
            settings.minimumConfidence(),
            settings.logsKept(),
            settings.outages(new Catalogue(List.of(), List.of(), List.of())),
            settings.credentials())
        .toString();
  }

  private static Config config(Loaded loaded) {
    assertThat(loaded.problems()).isEmpty();
    return Objects.requireNonNull(loaded.config());
  }
}
