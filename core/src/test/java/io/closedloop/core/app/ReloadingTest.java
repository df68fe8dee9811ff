package io.closedloop.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.closedloop.api.Secret;
import io.closedloop.core.config.Note;
import io.closedloop.core.http.Configuration;
import io.closedloop.core.intake.WebhookSignature;
import io.closedloop.core.journal.Chain;
import io.closedloop.core.journal.Entry;
import io.closedloop.core.journal.FactTypes;
import io.closedloop.core.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ReloadingTest {
  private static final byte[] BODY = {1, 2, 3};
  @TempDir private Path home;
  private final List<Foundation> opened = new ArrayList<>();

  private Reloading started(String settings) throws IOException {
    write(settings);
    Bootstrap bootstrap =
        new Bootstrap(new Place(null, null), new Version("1", "1"), Map.of("TOKEN", "first-token"));
    Bootstrap.Checked checked =
        bootstrap.check(new Bootstrap.Choice(home, null, null, 0, Map.of()));
    assertThat(checked.problems()).isEmpty();
    Foundation foundation = bootstrap.found(checked);
    opened.add(foundation);
    return new Reloading(
        foundation.setup(), foundation.reread(), foundation.store(), journal(foundation));
  }

  private static Journal journal(Foundation foundation) {
    return new Journal(FactTypes.of(SystemFact.class), foundation.bus());
  }

  private void write(String settings) throws IOException {
    Files.createDirectories(home.resolve("conf"));
    Files.writeString(home.resolve("conf/closedloop.yml"), settings);
  }

  private Setup now() {
    return opened.getFirst().setup().now();
  }

  @AfterEach
  void close() {
    opened.forEach(foundation -> {
      foundation.bus().close();
      foundation.plugins().close();
      foundation.github().close();
      foundation.store().close();
    });
  }

  @Test
  void everyKindOfValueThatMayChangeWhileItRunsHoldsAfterAReload() throws IOException {
    Reloading reloading = started("automation: {enabled: true}\n");
    assertThat(now().rules().policy().defaultMode()).isEqualTo("automatic");
    Files.writeString(home.resolve("hook"), "rotated-secret\n");
    write(
        """
        automation: {default_recovery_mode: supervised, notification_channels: []}
        retry_mechanisms: {max_attempts: 7, exponential_backoff: {base_delay_seconds: 2}}
        limits: {writes_per_day: 11}
        recovery_actions: {max_concurrent_actions: 1}
        security: {restrictions: {allowed_actions: [re_run], prohibited_actions: [file_deletion]}}
        commit: {own_pull_request: true}
        server: {base_url: "https://loop.example"}
        github: {webhook_secrets: ["${file:../hook}"]}
        """);

    Configuration.Reload reload = reloading.reload("somebody");

    assertThat(reload.problems()).isEmpty();
    assertThat(reload.applied()).isTrue();
    assertThat(reload.needsRestart()).isEmpty();
    assertThat(reload.changed())
        .contains(
            "automation.default_recovery_mode",
            "limits.writes_per_day",
            "github.webhook_secrets",
            "server.base_url")
        .doesNotContain("automation.enabled");
    var policy = now().rules().policy();
    assertThat(policy.defaultMode()).isEqualTo("supervised");
    assertThat(policy.retries().of("infrastructure").maxAttempts()).isEqualTo(7);
    assertThat(policy.retries().of("infrastructure").base()).isEqualTo(Duration.ofSeconds(2));
    assertThat(policy.limits().writesPerDay()).isEqualTo(11);
    assertThat(policy.limits().concurrentActions()).isEqualTo(1);
    assertThat(policy.allowedGroups()).containsExactly("re_run");
    assertThat(policy.ownPullRequest()).isTrue();
    assertThat(now().rules().routing().failure()).isEmpty();
    assertThat(now().settings().baseUrl(1)).isEqualTo("https://loop.example");
    String signed = new WebhookSignature(List.of(Secret.of("rotated-secret"))).sign(BODY);
    assertThat(now().signature().matches(BODY, signed)).isTrue();
    assertThat(facts())
        .singleElement()
        .isInstanceOf(SystemFact.ConfigurationApplied.class)
        .asString()
        .contains("somebody", "limits.writes_per_day")
        .doesNotContain("rotated-secret");
  }

  @Test
  void aBadFileChangesNothingAndEveryProblemIsSaid() throws IOException {
    Reloading reloading = started("automation: {default_recovery_mode: supervised}\n");
    Setup before = now();
    write("automation: {default_recovery_mode: automtic}\nlimits: {writes_per_day: plenty}\n");

    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(Reloading.class);
    logger.addAppender(log);
    Configuration.Reload reload = reloading.reload("somebody");
    logger.detachAppender(log);

    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .satisfiesExactly(
            first -> assertThat(first).contains("closedloop.yml:1: ", "automtic"),
            second -> assertThat(second).contains("closedloop.yml:2: "),
            last -> assertThat(last).startsWith("The settings have 2 problems"));
    assertThat(reload.applied()).isFalse();
    assertThat(reload.problems())
        .hasSize(2)
        .allMatch(problem -> problem.contains("closedloop.yml:"));
    assertThat(now()).isSameAs(before);
    assertThat(facts())
        .singleElement()
        .isInstanceOf(SystemFact.ConfigurationRefused.class)
        .asString()
        .contains("closedloop.yml:1", "closedloop.yml:2")
        .doesNotContain("plenty");
  }

  @Test
  void whatNeedsARestartIsSaidAtEachReloadUntilThen() throws IOException {
    Reloading reloading = started("limits: {writes_per_day: 5}\n");
    write("limits: {writes_per_day: 6}\nstore: {path: other.db}\nserver: {host: localhost}\n");
    assertThat(reloading.reload("a").needsRestart()).containsExactly("server.host", "store.path");
    write("limits: {writes_per_day: 7}\nstore: {path: other.db}\n");
    Configuration.Reload second = reloading.reload("a");
    assertThat(second.needsRestart()).containsExactly("store.path");
    assertThat(second.changed()).containsExactly("limits.writes_per_day");
  }

  @Test
  void whatWaitsForARestartIsShownAsItHoldsAndAsItWillBe() throws IOException {
    Reloading reloading = started("server: {host: 127.0.0.2}\nlimits: {writes_per_day: 5}\n");
    write("server: {host: localhost}\nlimits: {writes_per_day: 6}\n");
    reloading.reload("a");

    assertThat(row(reloading, "server.host"))
        .satisfies(row -> assertThat(row.value()).isEqualTo("127.0.0.2"))
        .satisfies(row ->
            assertThat(row.origin()).contains("closedloop.yml:1; from the next start localhost ("));
    assertThat(row(reloading, "limits.writes_per_day").value()).isEqualTo(6);
  }

  @Test
  void aTokenIsShownByItsKeysAndWithoutItsSecret() throws IOException {
    Reloading reloading =
        started("server: {tokens: [{name: dash, role: viewer, token: 0123456789abcdef}]}\n");

    assertThat(row(reloading, "server.tokens").value())
        .isEqualTo(List.of("{name: dash, role: viewer, token: ***}"));
  }

  @Test
  void aTokenWithAnotherSecretIsAChange() throws IOException {
    String tokens = "server: {tokens: [{name: dash, role: viewer, token: %s}]}\n";
    Reloading reloading = started(tokens.formatted("0123456789abcdef"));
    write(tokens.formatted("fedcba9876543210"));
    Configuration.Reload reload = reloading.reload("a");
    assertThat(reload.needsRestart()).containsExactly("server.tokens");
    assertThat(reload.toString()).doesNotContain("0123456789abcdef", "fedcba9876543210");
  }

  private static Configuration.Row row(Reloading reloading, String key) {
    return reloading.rows().stream().filter(it -> it.key().equals(key)).findFirst().orElseThrow();
  }

  @Test
  void aSecretThatAnOldReadingHeldIsMaskedOn() throws IOException {
    Reloading reloading = started("github: {webhook_secrets: [the-old-secret]}\n");
    write("github: {webhook_secrets: [the-new-secret]}\n");
    assertThat(reloading.reload("a").changed()).containsExactly("github.webhook_secrets");
    assertThat(now().loaded().secrets().redact("the-old-secret the-new-secret"))
        .isEqualTo("*** ***");
    assertThat(reloading.rows().toString()).doesNotContain("the-new-secret", "the-old-secret");
  }

  @Test
  void reloadsAtOnceEndInOneWholeReading() throws Exception {
    Reloading reloading = started("limits: {writes_per_day: 1, repairs_per_incident: 1}\n");
    write("limits: {writes_per_day: 2, repairs_per_incident: 2}\n");
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(Thread.ofPlatform().start(() -> reloading.reload("a")));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    var limits = now().rules().policy().limits();
    assertThat(limits.writesPerDay()).isEqualTo(limits.writesPerIncident()).isEqualTo(2);
    assertThat(facts()).hasSize(4);
  }

  @Test
  void anActionThatIsAutomaticAndStillSupervisedIsNoted() throws IOException {
    started("limits: {writes_per_day: 1}\n");
    write(
        "recovery_actions:\n  categories:\n    quality_gates:\n      automatic_actions: [style_correction]\n");
    assertThat(opened.getFirst().reread().get().notes())
        .extracting(Note::message)
        .anySatisfy(note ->
            assertThat(note).contains("the narrower wins", "supervised_actions: [linting_fixes]"));
  }

  private List<Object> facts() {
    Foundation foundation = opened.getFirst();
    Journal journal = journal(foundation);
    return foundation.store().read(tx -> journal.read(tx, Chain.SYSTEM)).stream()
        .<Object>map(Entry::fact)
        .toList();
  }
}
