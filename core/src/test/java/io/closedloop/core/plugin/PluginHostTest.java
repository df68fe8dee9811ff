package io.closedloop.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.GitHubMessages;
import io.closedloop.api.Permission;
import io.closedloop.api.Proposal;
import io.closedloop.api.Situation;
import io.closedloop.core.config.ConfigLoader;
import io.closedloop.core.config.LoadRequest;
import io.closedloop.core.config.Loaded;
import io.closedloop.core.config.Note;
import io.closedloop.core.config.Problem;
import io.closedloop.core.config.Secrets;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

class PluginHostTest {
  private static final TestJar.Action PLAIN = TestJar.Action.PLAIN;

  @TempDir private Path home;
  private final List<PluginHost> opened = new ArrayList<>();
  private Duration patience = Duration.ofSeconds(30);
  private final PluginCall calls =
      new PluginCall(
          PluginCall.Bounds.DEFAULT,
          DeadlineTimer.real(),
          new SimpleMeterRegistry(),
          new Secrets());

  @AfterEach
  void close() {
    opened.forEach(PluginHost::close);
  }

  @Test
  void aGoodPluginIsThereUnderItsTypeWithoutBeingWrittenDown() throws IOException {
    TestJar.action("good", "mend", PLAIN).into(plugins());
    PluginHost host = open("");

    assertThat(host.problems()).isEmpty();
    assertThat(propose(host, "mend"))
        .isEqualTo(new Outcome.Returned<Proposal>(new Proposal.Nothing("nothing to do")));
    assertThat(host.catalogue().plugins())
        .singleElement()
        .satisfies(plugin -> {
          assertThat(plugin.id()).isEqualTo("good");
          assertThat(plugin.version()).isEqualTo("1.0.0");
          assertThat(plugin.warnings()).isEmpty();
        });
  }

  @Test
  void twoInstancesOfOneTypeHaveTheirOwnConfiguration() throws IOException {
    TestJar.action(
            "good",
            "mend",
            PLAIN
                .config("record Config(String greeting, int times, java.util.List<String> who) {}")
                .proposing(
                    "return new Proposal.Nothing(config.greeting() + config.times() + config.who() + context.instance());"))
        .into(plugins());
    PluginHost host =
        open(
            """
            plugins:
              actions:
                first: {type: mend, greeting: hi, times: 2, who: [you]}
                second: {type: mend, greeting: "${env:GREETING}"}
                third: {type: mend, enabled: false, greeting: "${env:NOT_SET}"}
            """);

    assertThat(host.problems()).isEmpty();
    assertThat(propose(host, "first"))
        .isEqualTo(new Outcome.Returned<Proposal>(new Proposal.Nothing("hi2[you]first")));
    assertThat(propose(host, "second"))
        .isEqualTo(new Outcome.Returned<Proposal>(new Proposal.Nothing("hello0nullsecond")));
    assertThat(host.catalogue().actions().keySet()).containsExactly("first", "second", "mend");
    assertThat(host.catalogue().disabled())
        .containsExactly(new Catalogue.Disabled(Kind.ACTION, "third", "mend", "good"));
  }

  @Test
  void whatIsWrongInAPluginsSectionIsToldWithFileAndLine() throws IOException {
    TestJar.action(
            "good",
            "mend",
            PLAIN.config(
                """
                record Config(int times, String name) {
                  public Config { if (times > 3) throw new IllegalArgumentException("times must be at most 3"); }
                }
                """))
        .into(plugins());
    PluginHost host =
        open(
            """
            plugins:
              actions:
                mend:
                  times: often
                  nam: x
                other: {type: mned}
                third:
                  type: mend
                  name: y
                  times: 4
                fourth: {type: mend, enabled: maybe}
              channels:
                slack: {}
            """);

    Path file = home.resolve("closedloop.yml");
    assertThat(host.problems().stream().map(Problem::toString))
        .containsExactlyInAnyOrder(
            file + ":4: plugins.actions.mend.times must be a whole number, not 'often'",
            file + ":5: unknown key 'nam' in plugins.actions.mend; did you mean name?",
            file
                + ":6: plugins.actions.other: no plugin brings the action type 'mned'; did you mean mend?",
            file + ":10: plugins.actions.third: times must be at most 3",
            file + ":11: plugins.actions.fourth.enabled must be true or false, not 'maybe'",
            file
                + ":13: plugins.channels.slack: no plugin brings the channel type 'slack'; nothing is known here");
  }

  @Test
  void aTypeThatNeedsSettingsWaitsUntilItIsWrittenDown() throws IOException {
    TestJar.action(
            "good",
            "mend",
            PLAIN.config(
                """
                record Config(String url) {
                  public Config { if (url == null) throw new IllegalArgumentException("url must be given"); }
                }
                """))
        .into(plugins());

    PluginHost without = open("");
    assertThat(without.problems()).isEmpty();
    assertThat(without.catalogue().actions()).isEmpty();
    assertThat(without.notes())
        .extracting(Note::message)
        .containsExactly(
            "plugins.actions.mend is not there until it is configured: plugins.actions.mend: url must be given");
    assertThat(open("plugins: {actions: {mend: {url: x}}}").catalogue().actions())
        .containsOnlyKeys("mend");
  }

  @Test
  void everyJarThatCannotTakePartIsNamedWithItsCauseAndTheOthersStillWork() throws IOException {
    TestJar.action("a-good", "mend", PLAIN).into(plugins());
    TestJar.action("no-id", "t1", PLAIN).withoutManifest("Plugin-Id").into(plugins());
    TestJar.action("wrong-api", "t2", PLAIN).manifest("Plugin-Requires", ">=9.0.0").into(plugins());
    TestJar.action("no-index", "t3", PLAIN).withoutIndex().into(plugins());
    TestJar.action(
            "throws", "t4", PLAIN.constructing("throw new IllegalStateException(\"no luck\");"))
        .into(plugins());
    TestJar.action("twin", "mend", PLAIN).into(plugins());
    TestJar.action("z-same-id", "t5", PLAIN).manifest("Plugin-Id", "a-good").into(plugins());
    TestJar.of("no-factory")
        .extension("p.Other", "package p; public class Other implements org.pf4j.ExtensionPoint {}")
        .into(plugins());
    TestJar.of("gone").extension("p.Gone", "package p; class Kept {}").into(plugins());
    TestJar.action("bad-start", "t6", PLAIN)
        .manifest("Plugin-Class", "p.Main")
        .source(
            "p.Main",
            "package p; public class Main extends org.pf4j.Plugin { public void start() { throw new RuntimeException(\"not today\"); } }")
        .into(plugins());
    Files.writeString(plugins().resolve("text.jar"), "this is no jar");
    PluginHost host = open("");

    assertThat(host.catalogue().actions()).containsOnlyKeys("mend");
    assertThat(propose(host, "mend")).isInstanceOf(Outcome.Returned.class);
    assertThat(causes(host))
        .containsOnlyKeys(
            "no-id",
            "wrong-api",
            "no-index",
            "throws",
            "twin",
            "z-same-id",
            "no-factory",
            "gone",
            "bad-start",
            "text")
        .satisfies(causes -> {
          assertThat(causes.get("no-id")).isEqualTo("is no plugin: its manifest has no Plugin-Id");
          assertThat(causes.get("wrong-api")).contains("'>=9.0.0'", "this server has 0.1.0");
          assertThat(causes.get("no-index")).contains("META-INF/extensions.idx", "-proc:full");
          assertThat(causes.get("throws")).contains("IllegalStateException: no luck");
          assertThat(causes.get("twin")).contains("the action type mend", "a-good.jar brings too");
          assertThat(causes.get("z-same-id")).contains("same Plugin-Id 'a-good' as", "a-good.jar");
          assertThat(causes.get("no-factory")).contains("implements no factory");
          assertThat(causes.get("gone")).contains("ClassNotFoundException", "p.Gone");
          assertThat(causes.get("bad-start")).contains("did not start", "not today");
          assertThat(causes.get("text")).contains("is not a readable jar");
        });
  }

  @Test
  void aPluginThatFailsToMakeItsInstanceIsAProblemWithItsCause() throws IOException {
    TestJar.action(
            "throws",
            "t1",
            PLAIN.creating("if (true) throw new IllegalStateException(\"no database\");"))
        .into(plugins());
    TestJar.action("null", "t2", PLAIN.creating("if (true) return null;")).into(plugins());

    assertThat(open("").problems())
        .extracting(Problem::message)
        .containsExactlyInAnyOrder(
            "plugins.actions.t1: create of the plugin throws threw java.lang.IllegalStateException: no database",
            "plugins.actions.t2: create of the plugin null returned null");
  }

  @Test
  void aPluginThatHangsOrSpinsHarmsNothingElse() throws IOException {
    String spin =
        "while (!Thread.currentThread().isInterrupted()) { Thread.onSpinWait(); } return null;";
    TestJar.action("a-good", "mend", PLAIN).into(plugins());
    TestJar.action("hangs", "hang", PLAIN.proposing("Thread.sleep(60_000); return null;"))
        .into(plugins());
    TestJar.action("spins", "spin", PLAIN.proposing(spin)).into(plugins());
    PluginHost host = open("");

    assertThat(propose(host, "hang", Duration.ofMillis(50)))
        .isEqualTo(new Outcome.TimedOut<>(Duration.ofMillis(50)));
    assertThat(propose(host, "spin", Duration.ofMillis(50)))
        .isEqualTo(new Outcome.TimedOut<>(Duration.ofMillis(50)));
    assertThat(propose(host, "mend")).isInstanceOf(Outcome.Returned.class);
  }

  @Test
  void aPluginThatHangsWhileItIsLoadedIsAProblemAndTheServerGoesOn() throws IOException {
    TestJar.action("a-good", "mend", PLAIN).into(plugins());
    TestJar.action(
            "hangs",
            "hang",
            PLAIN.constructing(
                "try { Thread.sleep(60_000); } catch (InterruptedException e) { throw new IllegalStateException(e); }"))
        .into(plugins());
    patience = Duration.ofMillis(1500);
    PluginHost host = open("");

    assertThat(host.catalogue().actions()).containsOnlyKeys("mend");
    assertThat(causes(host).get("hangs")).contains("did not end within 1500 ms");
  }

  @Test
  void aJarThatBundlesTheApiStillWorks() throws IOException {
    TestJar.action("bundling", "mend", PLAIN).bundlingTheApi().into(plugins());
    PluginHost host = open("");

    assertThat(host.problems()).isEmpty();
    assertThat(propose(host, "mend")).isInstanceOf(Outcome.Returned.class);
  }

  @Test
  void aPluginSeesNothingOfTheHostButTheApi() throws IOException {
    TestJar.action(
            "curious",
            "look",
            PLAIN.proposing(
                """
                StringBuilder seen = new StringBuilder();
                for (String name : new String[] {
                  "okhttp3.OkHttpClient", "com.google.inject.Guice", "tools.jackson.databind.ObjectMapper",
                  "io.closedloop.core.plugin.PluginHost", "ch.qos.logback.classic.Logger",
                  "org.slf4j.Logger", "java.sql.Connection", "org.pf4j.Plugin"}) {
                  try { Class.forName(name); seen.append(name).append(';'); } catch (ClassNotFoundException e) { }
                }
                return new Proposal.Nothing(seen.toString());
                """))
        .into(plugins());

    assertThat(propose(open(""), "look"))
        .isEqualTo(
            new Outcome.Returned<Proposal>(
                new Proposal.Nothing("org.slf4j.Logger;java.sql.Connection;org.pf4j.Plugin;")));
  }

  @Test
  void aJarMayBeReplacedWhileItsPluginRuns() throws IOException {
    TestJar lazy =
        TestJar.action(
                "lazy", "mend", PLAIN.proposing("return new Proposal.Nothing(new Later().word());"))
            .source("p.Later", "package p; class Later { String word() { return \"first\"; } }");
    lazy.into(plugins());
    PluginHost host = open("");
    TestJar.action("lazy", "mend", PLAIN.proposing("return new Proposal.Nothing(\"second\");"))
        .into(plugins());

    assertThat(propose(host, "mend"))
        .isEqualTo(new Outcome.Returned<Proposal>(new Proposal.Nothing("first")));
    host.close();
    assertThat(propose(open(""), "mend"))
        .isEqualTo(new Outcome.Returned<Proposal>(new Proposal.Nothing("second")));
    try (Stream<Path> copies = Files.list(home.resolve("work"))) {
      assertThat(copies).as("the stale copy is gone").hasSize(1);
    }
  }

  @Test
  void aClosedHostLetsGoOfItsClassLoaders() throws Exception {
    TestJar.action("good", "mend", PLAIN).into(plugins());
    PluginHost host = open("");
    var loader =
        (java.net.URLClassLoader)
            host.catalogue().action("mend").orElseThrow().instance().caller().loader();
    host.close();

    assertThat(loader.findResource("META-INF/extensions.idx")).isNull();
  }

  @Test
  void aPluginThatCouldActBehindTheCoresBackIsFlagged() throws IOException {
    TestJar.action(
            "sly",
            "mend",
            PLAIN.proposing(
                "new java.net.Socket(\"localhost\", 1).close(); new ProcessBuilder(\"ls\").start(); java.net.URI.create(\"x:y\"); return null;"))
        .into(plugins());
    PluginHost host = open("");

    assertThat(host.catalogue().plugins().getFirst().warnings())
        .containsExactly("java.lang.ProcessBuilder", "java.net.Socket");
    assertThat(host.notes())
        .extracting(Note::message)
        .singleElement()
        .asString()
        .contains("plugin sly uses", "not sandboxed");
    assertThat(host.problems()).isEmpty();
  }

  @Test
  void aCategoryBringsItsSignatureFiles() throws IOException {
    TestJar.of("tests")
        .extension("p.Tests", category("signatures.yml"))
        .entry("signatures.yml", "category: tests\n")
        .into(plugins());
    TestJar.of("broken")
        .extension("p.Tests", category("absent.yml").replace("\"tests\"", "\"broken\""))
        .into(plugins());
    PluginHost host = open("");

    Wired.SignatureFile file =
        host.catalogue().category("tests").orElseThrow().signatures().getFirst();
    assertThat(file.name()).isEqualTo("signatures.yml");
    assertThat(file.open()).hasContent("category: tests\n");
    assertThat(host.problems())
        .extracting(Problem::message)
        .singleElement()
        .asString()
        .contains("'absent.yml' is not in the plugin's jar");
  }

  @Test
  void namesInListsMustBeInstances() throws IOException {
    TestJar.action("good", "mend", PLAIN).into(plugins());
    PluginHost host =
        open(
            """
            recovery_actions:
              categories:
                quality_gates:
                  automatic_actions: [mend, import_sorting, mned]
            automation: {notification_channels: [slack_alerts, smoke_signal]}
            """);

    Path file = home.resolve("closedloop.yml");
    assertThat(host.problems().stream().map(Problem::toString))
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .isEqualTo(file + ":4: there is no action 'mned'; did you mean mend?"),
            second ->
                assertThat(second)
                    .startsWith(file + ":5: there is no channel 'smoke_signal'; known here: "));
    assertThat(host.notes().stream().map(Note::toString))
        .containsExactly(
            file + ":3: no plugin for the category quality_gates",
            file + ":4: no plugin for the action import_sorting",
            file + ":5: no plugin for the channel slack_alerts");
  }

  @Test
  void groupsAndRollbackStrategiesAndOtherEnvironmentsNameWhatThereIs() throws IOException {
    TestJar.action("good", "mend", PLAIN).into(plugins());
    PluginHost host =
        open(
            """
            security: {restrictions: {allowed_actions: [code_formating]}}
            rollback: {strategies: [revert]}
            environments:
              live:
                recovery_actions: {categories: {qualty_gates: {automatic_actions: [mned]}}}
                automation: {notification_channels: [smoke_signal]}
            """);

    assertThat(host.problems().stream().map(problem -> problem.line() + " " + problem.message()))
        .satisfiesExactlyInAnyOrder(
            it ->
                assertThat(it)
                    .startsWith("1 there is no group of actions 'code_formating'; did you mean"),
            it -> assertThat(it).startsWith("2 there is no action 'revert';"),
            it -> assertThat(it).startsWith("5 there is no category 'qualty_gates';"),
            it -> assertThat(it).isEqualTo("5 there is no action 'mned'; did you mean mend?"),
            it -> assertThat(it).startsWith("6 there is no channel 'smoke_signal';"));
  }

  @Test
  void namesAreCheckedInTheSameRoundAsTheRest() throws IOException {
    TestJar.action("good", "mend", PLAIN).into(plugins());
    Loaded loaded = load("automation: {enabled: perhaps, notification_channels: [smoke_signal]}\n");
    PluginHost host = open(loaded);

    assertThat(loaded.problems()).hasSize(1);
    assertThat(host.problems())
        .extracting(Problem::message)
        .singleElement()
        .asString()
        .startsWith("there is no channel 'smoke_signal'");
  }

  @Test
  void onlyAChannelMayWriteOnGitHub() throws IOException {
    TestJar.action(
            "good",
            "mend",
            PLAIN.proposing(
                "context.messages().upsertComment(new RepoId(\"a\", \"b\"), 1, \"m\", \"t\"); return null;"))
        .into(plugins());

    assertThat(propose(open(""), "mend"))
        .isInstanceOfSatisfying(
            Outcome.Threw.class,
            threw -> assertThat(threw.summary()).contains("mend may not write on GitHub"));
  }

  private static String category(String file) {
    return """
    package p;
    import io.closedloop.api.*;
    public class Tests implements FailureCategoryFactory<Tests.Config> {
      public record Config() {}
      public String type() { return "tests"; }
      public Class<Config> configType() { return Config.class; }
      public FailureCategory create(Config config, PluginContext context) { return () -> java.util.List.of("%s"); }
    }
    """
        .formatted(file);
  }

  private Outcome<Proposal> propose(PluginHost host, String name) {
    return propose(host, name, Duration.ofSeconds(10));
  }

  private Outcome<Proposal> propose(PluginHost host, String name, Duration deadline) {
    var action = host.catalogue().action(name).orElseThrow().instance();
    return calls.call(
        action, "propose", deadline, () -> action.object().propose(Mockito.mock(Situation.class)));
  }

  private Path plugins() {
    return home.resolve("plugins");
  }

  private Map<String, String> causes(PluginHost host) {
    Map<String, String> causes = new java.util.TreeMap<>();
    host.problems()
        .forEach(problem ->
            causes.put(
                Path.of(problem.file()).getFileName().toString().replace(".jar", ""),
                problem.message()));
    return causes;
  }

  private PluginHost open(String yaml) throws IOException {
    Loaded loaded = load(yaml);
    assertThat(loaded.problems()).isEmpty();
    return open(loaded);
  }

  private Loaded load(String yaml) throws IOException {
    Path file = Files.writeString(home.resolve("closedloop.yml"), yaml);
    return new ConfigLoader()
        .load(new LoadRequest(List.of(file), null, Map.of("GREETING", "hello")));
  }

  private PluginHost open(Loaded loaded) throws IOException {
    Files.createDirectories(plugins());
    PluginHost host =
        PluginHost.open(
            new PluginHostOptions(
                List.of(plugins(), home.resolve("nowhere")), home.resolve("work"), patience),
            loaded,
            new PluginServices(
                InstantSource.system(), calls, Map.of(), PluginHostTest::noMessages));
    opened.add(host);
    return host;
  }

  private static GitHubMessages noMessages(Set<Permission> permissions) {
    return Mockito.mock(GitHubMessages.class);
  }
}
