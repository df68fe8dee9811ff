package io.closedloop.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
  private final ConfigLoader loader = new ConfigLoader();
  private final Map<String, String> env = Map.of("TOKEN", "ghp_verysecretvalue", "PORT", "9090");
  @TempDir private Path folder;

  @Test
  void withoutAnyFileTheDefaultsHold() {
    Loaded loaded = loader.load(new LoadRequest(List.of(), null, Map.of()));

    Config config = config(loaded);
    assertThat(config.server()).isEqualTo(new Server("127.0.0.1", 8080, null, List.of()));
    assertThat(config.retryMechanisms().exponentialBackoff())
        .isEqualTo(new RetryMechanisms.Backoff(30, 1800, 2.0, 0.1));
    assertThat(config.recoveryActions().categories().get("quality_gates"))
        .isEqualTo(
            new RecoveryActions.Lists(
                List.of("code_formatting", "unused_code_cleanup", "import_sorting"),
                List.of("linting_fixes", "style_correction")));
    assertThat(loaded.notes()).isEmpty();
  }

  @Test
  void aFileThatHoldsEveryKeyWithItsDefaultChangesNothing() throws IOException {
    Loaded loaded = load(everyKey());

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.config()).isEqualTo(loader.shipped());
  }

  @Test
  void eachKeyOfTheFileLoadsAlone() throws IOException {
    Node.Mapping all = new YamlReader("every-key.yml", problem -> {}).read(everyKey());
    List<String> snippets = new java.util.ArrayList<>();
    collectAlone(all, "", "", snippets);

    assertThat(snippets).hasSizeGreaterThan(200);
    for (String snippet : snippets) {
      assertThat(load(snippet).problems()).as(snippet).isEmpty();
    }
  }

  @Test
  void tokensAreReadWithTheirRoles() throws IOException {
    Loaded loaded =
        load(
            """
            server:
              tokens:
              - {name: ci dashboard, role: viewer, token: 0123456789abcdef}
              - {name: on-call, role: approver, token: "${env:TOKEN}"}
            """);
    assertThat(config(loaded).server().tokens())
        .containsExactly(
            new Server.Token(
                "ci dashboard", Server.TokenRole.VIEWER, Secret.of("0123456789abcdef")),
            new Server.Token(
                "on-call", Server.TokenRole.APPROVER, Secret.of("ghp_verysecretvalue")));
    assertThat(loaded.toString()).doesNotContain("0123456789abcdef", "ghp_verysecretvalue");
  }

  @Test
  void aTokenThatIsIncompleteWeakOrDoubleIsAProblem() throws IOException {
    assertThat(tokenProblem("{name: x, role: viewer}")).contains("a token needs name, role");
    assertThat(tokenProblem("{name: x, role: boss, token: 0123456789abcdef}"))
        .contains("one of viewer, operator, approver, admin");
    assertThat(tokenProblem("{name: x, role: viewer, token: shortbutsecret}"))
        .contains("16 characters")
        .doesNotContain("shortbutsecret");
    assertThat(tokenProblem("{name: admin, role: viewer, token: 0123456789abcdef}"))
        .contains("two of the name admin");
    assertThat(
            tokenProblem(
                "{name: x, role: viewer, token: 0123456789abcdef}, {name: y, role: admin, token: 0123456789abcdef}"))
        .contains("the same value under two names")
        .doesNotContain("0123456789abcdef");
  }

  private String tokenProblem(String tokens) throws IOException {
    Loaded loaded = load("server: {tokens: [" + tokens + "]}\n");
    assertThat(loaded.problems()).hasSize(1);
    return loaded.problems().getFirst().toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "performance: {monitoring: {kpis: [mean_time]}}"
            + "|performance.monitoring.kpis[0] must be one of mean_time_to_detection,",
        "failure_detection: {thresholds: {high_failure_rate: 60}}"
            + "|high_failure_rate 60 is above critical_failure_rate 50",
        "failure_detection: {failure_count_thresholds: {critical: 2}}|high 5 is above critical 2",
        "automation: {recovery_modes: [analysis_only], default_recovery_mode: supervised}"
            + "|default_recovery_mode supervised is not one of recovery_modes",
        "environments: {live: {github: {token: \"${evn:X}\"}}}|environment live: ${'evn:X'} is no",
        "github: {token: ${env:TOKEN}, api_url: x}"
            + "|a reference must be quoted: \"${env:TOKEN}\""
      })
  void whatContradictsItselfIsAProblemAtItsLine(String textAndMessage) throws IOException {
    String[] parts = textAndMessage.split("\\|", 2);

    assertThat(load("\n" + parts[0] + "\n").problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.line()).isEqualTo(2);
          assertThat(problem.message()).contains(parts[1]);
        });
  }

  @Test
  void aVariableThatOnlyAnotherEnvironmentNeedsIsWorthANote() throws IOException {
    Loaded loaded =
        load(
            """
            environments:
              live: {github: {token: "${env:LIVE_TOKEN}"}}
            """);

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.notes())
        .extracting(Note::message)
        .containsExactly(
            "environment live: the environment variable 'LIVE_TOKEN' is not set, and must be when it is chosen");
  }

  @Test
  void everyProblemIsFoundInOneRunWithFileLineAndSuggestion() throws IOException {
    Loaded loaded =
        load(
            """
            automation:
              enabled: perhaps
              default_recovery_mode: automtic
            retry_mechanisms:
              max_attemps: 3
              exponential_backoff: {multiplier: 1000, jitter_factor: soon}
            sever: {port: 80}
            recovery_streams: one
            rollback: 7
            """);

    Path file = folder.resolve("closedloop.yml");
    assertThat(loaded.config()).isNull();
    assertThat(loaded.problems().stream().map(Problem::toString))
        .containsExactlyInAnyOrder(
            file + ":2: automation.enabled must be true or false, not 'perhaps'",
            file
                + ":3: automation.default_recovery_mode must be one of automatic, supervised, analysis_only, not"
                + " 'automtic'; did you mean automatic?",
            file + ":5: unknown key 'max_attemps' in retry_mechanisms; did you mean max_attempts?",
            file
                + ":6: retry_mechanisms.exponential_backoff.multiplier must be a number from 1 to 100, not '1000'",
            file
                + ":6: retry_mechanisms.exponential_backoff.jitter_factor must be a number from 0 to 1, not 'soon'",
            file + ":7: unknown key 'sever'; did you mean server?",
            file + ":8: recovery_streams must be a list, as in [one, two], not 'one'",
            file + ":9: rollback must be a section of keys, not '7'");
  }

  @Test
  void aBadKeyHidesNoProblemOfTheKeysBesideIt() throws IOException {
    Loaded loaded =
        load(
            """
            server:
              port: -1
              base_url: "x y"
              tokens:
              - {name: "a,b", role: boss, token: short}
              - {name: "a;b", role: viewer}
            github:
              requests_at_once: 0
              token: "${env:NONE}"
              api_url: http://example.org
              app: {id: a b, private_key: none}
            failure_detection:
              failure_count_thresholds: {critical: soon, high: 4, medium: 40}
            automation:
              recovery_modes: [supervised]
              default_recovery_mode: automatic
            """);

    assertThat(loaded.problems())
        .extracting(problem -> problem.line() + " " + problem.message().replaceAll("[,;(].*", ""))
        .containsExactlyInAnyOrder(
            "2 server.port must be a whole number from 0 to 65535",
            "3 server: base_url must be an address such as https://example.org",
            "5 server.tokens[0].role must be one of viewer",
            "5 server.tokens[0]: name is 1 to 60 letters",
            "5 server.tokens[0]: token must have 16 characters at least",
            "6 server.tokens[1]: name is 1 to 60 letters",
            "8 github.requests_at_once must be a whole number from 1 to 100",
            "9 github.token: the environment variable 'NONE' is not set",
            "10 github: api_url must begin with https://",
            "11 github.app: id must be the App's id or client id",
            "11 github.app: private_key is no key in PEM: it begins with -----BEGIN and ends with -----END",
            "13 failure_detection.failure_count_thresholds.critical must be a whole number from 1 to 2147483647",
            "13 failure_detection.failure_count_thresholds: medium 40 is above high 4",
            "16 automation.default_recovery_mode automatic is not one of recovery_modes");
  }

  @Test
  void whatIsComparedWithABadKeyIsNoProblemOfItsOwn() throws IOException {
    assertThat(
            load("failure_detection: {failure_count_thresholds: {critical: soon, high: 40}}\n")
                .problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("critical must be"));
  }

  @Test
  void aKeyGivenTwiceNamesBothLines() throws IOException {
    assertThat(load("server:\n  port: 1\n  port: 2\n").problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.line()).isEqualTo(3);
          assertThat(problem.message()).contains("'port'", "first in line 2");
        });
  }

  @Test
  void aQuotedNumberIsText() throws IOException {
    assertThat(load("server: {port: \"80\"}").problems())
        .extracting(Problem::message)
        .containsExactly(
            "server.port must be a whole number from 0 to 65535, not the quoted text '80'");
  }

  @Test
  void aKeyWithoutValueIsAProblemButAnEmptySectionIsNot() throws IOException {
    assertThat(load("server:\nplugins:\n  channels:\n").problems()).isEmpty();
    assertThat(load("server:\n  port:\n").problems())
        .extracting(Problem::toString)
        .containsExactly(
            folder.resolve("closedloop.yml")
                + ":2: server.port has no value; give one or remove the key");
  }

  @Test
  void referencesToTheEnvironmentAndToFilesAreFilledIn() throws IOException {
    Files.writeString(folder.resolve("secret.txt"), "from-a-file\n");
    Config config =
        config(
            load(
                """
                server: {port: "${env:PORT}"}
                github: {token: "${env:TOKEN}", webhook_secrets: ["${file:secret.txt}", "a$${b}"]}
                """));

    assertThat(config.server().port()).isEqualTo(9090);
    assertThat(config.github().token()).isEqualTo(Secret.of("ghp_verysecretvalue"));
    assertThat(config.github().webhookSecrets())
        .containsExactly(Secret.of("from-a-file"), Secret.of("a${b}"));
  }

  @Test
  void aReferenceThatLeadsNowhereNamesItselfAndNoValue() throws IOException {
    Loaded loaded =
        load(
            """
            github:
              token: ${env:TOKN}
              webhook_secrets: ["${file:absent}", "${vault:x}"]
            server: {port: "${env:TOKEN}"}
            """);

    assertThat(loaded.problems()).hasSize(4);
    assertThat(loaded.problems().toString())
        .contains("TOKN", "is not set", "there is no file", "${env:NAME}", "'${env:TOKEN}'")
        .doesNotContain("verysecret");
  }

  @Test
  void aReferenceInASwitchedOffSectionNeedNotLeadAnywhere() throws IOException {
    String section =
        "advanced: {integrations: {slack: {enabled: %s, webhook_url: \"${env:NONE}\"}}}";

    assertThat(load(section.formatted(false)).problems()).isEmpty();
    assertThat(load(section.formatted(true)).problems()).hasSize(1);
  }

  @Test
  void secretsAreNotPrinted() throws IOException {
    Loaded loaded =
        load("github: {token: \"${env:TOKEN}\"}\ncredentials: {jira: {token: plainsecret}}\n");

    assertThat(loaded.toString()).doesNotContain("verysecret", "plainsecret");
    assertThat(loaded.origins().settings(config(loaded)).toString())
        .doesNotContain("verysecret", "plainsecret");
    assertThat(loaded.secrets().redact("Bearer ghp_verysecretvalue!")).isEqualTo("Bearer ***!");
  }

  @Test
  void anEnvironmentIsLaidOverTheRest() throws IOException {
    Path file = write("rollback: {automatic_rollback: true}\nserver: {port: 81}\n");
    Config config = config(loader.load(new LoadRequest(List.of(file), "production", env)));

    assertThat(config.automation().defaultRecoveryMode()).isEqualTo(Mode.SUPERVISED);
    assertThat(config.rollback().automaticRollback()).isFalse();
    assertThat(config.server().port()).isEqualTo(81);
    assertThat(config.notifications().routing().get(Level.CRITICAL))
        .isEqualTo(
            new Notifications.Route(
                List.of("github_issues", "slack_alerts", "email", "pager_duty"), 5));
    assertThat(loader.load(new LoadRequest(List.of(file), "prodction", env)).problems().toString())
        .contains("did you mean production?");
  }

  @Test
  void aSlipInAnEnvironmentThatIsNotChosenIsFoundToo() throws IOException {
    assertThat(
            load("environments:\n  night:\n    server: {prt: 1, host: \"${env:NONE}\"}\n")
                .problems())
        .extracting(Problem::line)
        .containsExactly(3);
  }

  @Test
  void aSlipThatTheChosenEnvironmentHidesIsFoundInTheOthers() throws IOException {
    Path file =
        write(
            "server: {port: 99999}\nenvironments:\n  day: {server: {port: 1}}\n  night: {automation: {enabled: false}}\n");
    assertThat(loader.load(new LoadRequest(List.of(file), "day", env)).problems())
        .extracting(Problem::line)
        .containsExactly(1);
  }

  @Test
  void anEnvironmentDoesNotDropAListWithoutAWord() throws IOException {
    Loaded loaded =
        load(
            """
            automation: {notification_channels: [commit_status]}
            environments:
              night:
                automation:
                  notification_channels: {critical: [pr_comments]}
            """);
    assertThat(loaded.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.line()).isEqualTo(5))
        .satisfies(problem ->
            assertThat(problem.message())
                .startsWith(
                    "environments.night.automation.notification_channels is a section, and would drop all of the list at "));
    assertThat(
            load("environments: {night: {automation: {notification_channels: {critical: []}}}}")
                .problems())
        .isEmpty();
  }

  @Test
  void laterFilesAndTheCommandLineWin() throws IOException {
    Path first = write("server: {port: 1, host: localhost}\n");
    Path second = Files.writeString(folder.resolve("second.yml"), "server: {port: 2}\n");
    Loaded loaded =
        loader.load(
            new LoadRequest(
                List.of(first, second),
                null,
                env,
                Map.of("github.poll_minutes", new LoadRequest.Given("7", "--set"))));

    assertThat(config(loaded).server()).isEqualTo(new Server("localhost", 2, null, List.of()));
    assertThat(config(loaded).github().pollMinutes()).isEqualTo(7);
    assertThat(loaded.origins().at("server", "port")).contains(new Position(second.toString(), 1));
    assertThat(loaded.origins().settings(config(loaded)))
        .contains(
            new Origins.Setting("github.poll_minutes", 7, "--set", null),
            new Origins.Setting("limits.writes_per_day", 200, "default", null),
            new Origins.Setting("server.port", 2, second + ":1", null));
  }

  @Test
  void aPlainListOfChannelsHoldsForEveryOutcome() throws IOException {
    Config config =
        config(load("automation: {notification_channels: [pr_comments, commit_status]}"));

    assertThat(config.automation().notificationChannels())
        .isEqualTo(NotificationChannels.ofList(List.of("pr_comments", "commit_status")));
  }

  @Test
  void aModeThatMayNotBeChosenIsNarrowed() throws IOException {
    Automation automation =
        config(load("automation: {recovery_modes: [analysis_only, supervised]}")).automation();

    assertThat(automation.narrowed(automation.defaultRecoveryMode())).isEqualTo(Mode.SUPERVISED);
    assertThat(automation.narrowed(Mode.ANALYSIS_ONLY)).isEqualTo(Mode.ANALYSIS_ONLY);
  }

  @Test
  void keysWithoutEffectAreNotedWhereTheyStand() throws IOException {
    Loaded loaded =
        load(
            "automation: {enabled: true}\ncircuit_breakers: {enabled: true}\nenvironments: {x: {rollback: {enabled: true}}}\n");

    assertThat(loaded.notes().stream().map(note -> note.line() + " " + note.message()))
        .containsExactly(
            "2 circuit_breakers: accepted, not yet in effect",
            "3 environments.x.rollback: accepted, not yet in effect");
  }

  @Test
  void anEntryOfAListWithoutEffectIsNotedWhereItStands() throws IOException {
    Loaded loaded =
        load(
            """
            security:
              restrictions:
                prohibited_actions:
                  - file_deletion
                  - production_deployment
            """);

    assertThat(loaded.notes().stream().map(note -> note.line() + " " + note.message()))
        .containsExactly(
            "5 security.restrictions.prohibited_actions, production_deployment: no effect, because nothing in this version deploys, listed or not");
  }

  @Test
  void aTokenIsNotSentOverTheOpenNetwork() throws IOException {
    assertThat(load("github:\n  poll_minutes: 1\n  api_url: http://example.org\n").problems())
        .singleElement()
        .satisfies(problem ->
            assertThat(problem.toString())
                .contains(":3: github: api_url must begin with https://"));
    assertThat(load("github: {api_url: \"http://127.0.0.1:3000\"}").problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d]\n",
        "a: &a [*a]\n",
        "server: {port: 1\n",
        "\tserver: 1\n",
        "a: !!javax.script.ScriptEngineManager [x]\n",
        "? [a]\n: b\n",
        "just text\n",
        "a: \"\u0000\"\n"
      })
  void hostileOrBrokenTextIsAProblemAndNothingWorse(String text) throws IOException {
    assertThat(load(text).problems()).isNotEmpty();
  }

  @Test
  void aFileThatIsAbsentOrNotTextIsAProblem() throws IOException {
    Path binary =
        Files.write(
            folder.resolve("binary.yml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0x00, (byte) 0xd8});

    assertThat(
            loader
                .load(new LoadRequest(List.of(binary, folder.resolve("none.yml")), null, env))
                .problems())
        .extracting(Problem::file)
        .containsExactly(binary.toString(), folder.resolve("none.yml").toString());
  }

  /** One document for each key, at any depth, that holds nothing else. */
  private static void collectAlone(Node node, String head, String indent, List<String> into) {
    if (!head.isEmpty()) {
      into.add(head + flow(node));
    }
    if (node instanceof Node.Mapping mapping) {
      mapping
          .entries()
          .forEach((key, entry) ->
              collectAlone(entry.value(), head + "\n" + indent + key + ": ", indent + " ", into));
    }
  }

  private static String flow(Node node) {
    return switch (node) {
      case Node.Scalar scalar when scalar.style() == Node.Style.QUOTED -> "'" + scalar.text() + "'";
      case Node.Scalar scalar -> scalar.text();
      case Node.Sequence list ->
          list.items().stream().map(ConfigLoaderTest::flow).toList().toString();
      case Node.Mapping mapping ->
          mapping.entries().entrySet().stream()
              .map(entry -> entry.getKey() + ": " + flow(entry.getValue().value()))
              .collect(java.util.stream.Collectors.joining(", ", "{", "}"));
    };
  }

  private Loaded load(String text) throws IOException {
    return loader.load(new LoadRequest(List.of(write(text)), null, env));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("closedloop.yml"), text);
  }

  private static Config config(Loaded loaded) {
    assertThat(loaded.problems()).isEmpty();
    @Nullable Config config = loaded.config();
    return Objects.requireNonNull(config);
  }

  private static String everyKey() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ConfigLoaderTest.class.getResourceAsStream("every-key.yml"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
