package io.closedloop.core.github;

import static io.closedloop.core.github.FakeGitHub.REPO;
import static io.closedloop.core.github.FakeGitHub.TOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.closedloop.api.GitHubMessages.StatusState;
import io.closedloop.api.Permission;
import io.closedloop.api.RepoId;
import io.closedloop.core.github.FakeGitHub.Answer;
import io.closedloop.core.github.FakeGitHub.Asked;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AppTest {
  private static final TestKey KEY = TestKey.make();
  private static final String LOOK = "GET " + TOP + "/installation";
  private static final String MAKE = "POST /app/installations/42/access_tokens";
  private static final Duration HOUR = Duration.ofHours(1);

  private final VirtualTime time = new VirtualTime();
  private FakeGitHub server;
  private GitHub github;

  @BeforeEach
  void start() throws IOException {
    server = new FakeGitHub();
    github = client(server.url("127.0.0.1"));
    server
        .on("GET /app", Answer.ok("{\"slug\":\"closedloop\"}"))
        .on(LOOK, installed("\"contents\":\"write\",\"metadata\":\"read\",\"statuses\":\"read\""))
        .on(MAKE, made("one", HOUR))
        .on("GET " + TOP, Answer.ok("{}"));
  }

  @AfterEach
  void stop() {
    github.close();
    server.close();
  }

  private GitHub client(String url) {
    return server.client(
        GitHubOptions.as(URI.create(url), new Credentials.App("Iv1.abc", KEY.signing()), "1")
            .withWriteSpacing(Duration.ZERO),
        time);
  }

  private static Answer installed(String permissions) {
    return Answer.ok(
        "{\"id\":42,\"account\":{\"login\":\"octo\"},\"suspended_at\":null,\"permissions\":{"
            + permissions
            + "}}");
  }

  /** A token of today's length that lives so long from now on. */
  private Answer made(String name, Duration life) {
    return new Answer(
        201,
        Map.of(),
        "{\"token\":\"%s\",\"expires_at\":\"%s\"}"
            .formatted(token(name), time.instant().plus(life)));
  }

  private static String token(String name) {
    return "ghs_" + name + ".".repeat(3) + "x".repeat(600);
  }

  private List<String> bearers(String path) {
    return server.asked().stream()
        .filter(asked -> asked.line().endsWith(path))
        .map(asked -> Objects.requireNonNull(asked.header("Authorization")))
        .map(value -> value.replaceAll("Bearer ghs_([a-z]+).*", "$1"))
        .toList();
  }

  private Asked asked(String line) {
    return server.asked().stream().filter(a -> a.line().equals(line)).findFirst().orElseThrow();
  }

  @Test
  void theAppSignsForItselfAndTheTokenServesTheRepository() {
    github.repository(REPO);

    assertThat(server.lines()).containsExactly(LOOK, MAKE, "GET " + TOP);
    String jwt = Objects.requireNonNull(asked(LOOK).header("Authorization"));
    JsonNode claims = KEY.verified(jwt.substring("Bearer ".length()));
    Instant now = VirtualTime.START;
    assertThat(claims.path("iss").asString()).isEqualTo("Iv1.abc");
    assertThat(claims.path("iat").asLong()).isEqualTo(now.minusSeconds(60).getEpochSecond());
    assertThat(claims.path("exp").asLong())
        .isBetween(now.plusSeconds(60).getEpochSecond(), now.plusSeconds(600).getEpochSecond());
    assertThat(bearers(TOP)).containsExactly("one");
  }

  @Test
  void aTokenIsNarrowedToTheRepositoryAndToWhatIsNeededAndGranted() {
    github.require(
        new Needs(
            Map.of(
                "code_formatting", Set.of(Permission.CONTENTS_WRITE, Permission.CONTENTS_READ),
                "commit_status", Set.of(Permission.STATUSES_WRITE),
                "pr_comments", Set.of(Permission.PULL_REQUESTS_WRITE))));

    github.repository(REPO);

    assertThat(JsonMapper.shared().readTree(asked(MAKE).body()))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"repositories":["shop"],"permissions":{"contents":"write","statuses":"read"}}
                    """));
  }

  @Test
  void theStandingNamesThePermissionsThatAreMissingAndForWhom() {
    github.require(
        new Needs(
            Map.of(
                "commit_status", Set.of(Permission.STATUSES_WRITE),
                "code_formatting", Set.of(Permission.CONTENTS_WRITE))));
    server.on(
        "GET /app/installations",
        Answer.ok(
            """
            [{"id":42,"account":{"login":"octo"},"suspended_at":null,
              "permissions":{"contents":"write","statuses":"read"}}]
            """));

    Standing standing = github.standing();

    assertThat(standing.kind()).isEqualTo("app");
    assertThat(standing.login()).isEqualTo("closedloop[bot]");
    assertThat(standing.problem()).isNull();
    assertThat(standing.installations())
        .containsExactly(
            new Standing.Installed(
                42,
                "octo",
                false,
                Map.of("contents", "write", "statuses", "read"),
                List.of(new Needs.Missing("statuses: write", List.of("commit_status")))));
  }

  @Test
  void aRefusalNamesThePermissionsThatAreMissing() {
    github.require(
        new Needs(
            Map.of(
                "commit_status", Set.of(Permission.STATUSES_WRITE),
                "code_formatting", Set.of(Permission.CONTENTS_WRITE))));
    server
        .on("POST " + TOP + "/statuses/abc", Answer.status(403))
        .on("GET " + TOP + "/actions/jobs/7/logs", Answer.status(403));
    String lacking = "the App's installation there lacks is statuses: write for commit_status";

    GitHubRefused written =
        catchThrowableOfType(
            GitHubRefused.class,
            () -> github.setStatus(REPO, "abc", "ci/x", StatusState.SUCCESS, "fine", null));
    assertThat(written).hasMessageContaining("statuses/abc").hasMessageEndingWith(lacking);
    GitHubRefused opened =
        catchThrowableOfType(GitHubRefused.class, () -> github.log(REPO, 7).close());
    assertThat(opened).hasMessageEndingWith(lacking);

    github.require(new Needs(Map.of("code_formatting", Set.of(Permission.CONTENTS_WRITE))));
    GitHubRefused another =
        catchThrowableOfType(GitHubRefused.class, () -> github.log(REPO, 7).close());
    assertThat(another.getMessage()).doesNotContain("lacks");
  }

  @Test
  void whileGitHubWantsToBeLeftAloneItIsNotAskedHowWeStand() {
    server.on(
        "GET /app/installations",
        Answer.ok(
            """
            [{"id":42,"account":{"login":"octo"},"suspended_at":null,"permissions":{}}]
            """),
        new Answer(403, Map.of("Retry-After", "600"), "{}"));
    github.standing();
    github.standing();
    int asked = server.asked().size();

    Standing standing = github.standing();

    assertThat(server.asked()).hasSize(asked);
    assertThat(time.slept()).isZero();
    assertThat(standing.installations())
        .extracting(Standing.Installed::account)
        .containsExactly("octo");
    assertThat(standing.problem())
        .isEqualTo("not asked before 2026-11-22T10:10:00Z: GitHub asked for a pause");
    assertThat(standing.pauses()).extracting(Standing.Pause::installation).containsExactly("app");
  }

  @Test
  void aTokenServesUntilFiveMinutesAreLeft() {
    server.on(MAKE, made("one", HOUR), made("two", Duration.ofHours(2)));

    github.repository(REPO);
    time.pass(Duration.ofMinutes(54));
    github.repository(REPO);
    time.pass(Duration.ofMinutes(1));
    github.repository(REPO);

    assertThat(bearers(TOP)).containsExactly("one", "one", "two");
  }

  @Test
  void aShortLivedTokenServesForHalfItsLife() {
    server.on(MAKE, made("one", Duration.ofMinutes(6)), made("two", HOUR));

    github.repository(REPO);
    time.pass(Duration.ofMinutes(2));
    github.repository(REPO);
    time.pass(Duration.ofMinutes(1));
    github.repository(REPO);

    assertThat(bearers(TOP)).containsExactly("one", "one", "two");
  }

  @Test
  void whileGitHubMakesNoNewTokenTheOldOneGoesOn() {
    server.on(MAKE, made("one", HOUR), Answer.status(500));

    github.repository(REPO);
    time.pass(Duration.ofMinutes(56));
    github.repository(REPO);

    assertThat(bearers(TOP)).containsExactly("one", "one");
  }

  @Test
  void manyWhoComeAtOnceShareOneToken() {
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 40; i++) {
        threads.execute(() -> github.repository(REPO));
      }
    }

    assertThat(server.count(MAKE)).isEqualTo(1);
    assertThat(bearers(TOP)).hasSize(40);
  }

  @Test
  void eachRepositoryHasATokenOfItsOwn() {
    RepoId other = new RepoId("octo", "other");
    server
        .on("GET /repos/octo/other/installation", installed("\"contents\":\"write\""))
        .on("GET /repos/octo/other", Answer.ok("{}"))
        .on(MAKE, made("one", HOUR), made("two", HOUR));

    github.repository(REPO);
    github.repository(other);

    assertThat(bearers(TOP)).containsExactly("one");
    assertThat(bearers("/repos/octo/other")).containsExactly("two");
  }

  @Test
  void aFreshTokenThatIsNotKnownEverywhereYetGetsOneMoreTry() {
    server.on("GET " + TOP, Answer.status(401), Answer.ok("{}"));

    github.repository(REPO);

    assertThat(server.count(MAKE)).isEqualTo(1);
    assertThat(time.slept()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void whatAFreshTokenDoesNotSeeIsLookedForOnceMore() {
    String file = "GET " + TOP + "/contents/pom.xml";
    server.on(file, Answer.status(404));

    assertThat(github.file(REPO, "pom.xml", "main")).isEmpty();
    assertThat(server.count(file)).isEqualTo(2);

    github.repository(REPO);
    assertThat(github.file(REPO, "pom.xml", "main")).isEmpty();
    assertThat(server.count(file)).as("a token that has served is believed").isEqualTo(3);
  }

  @Test
  void anOlderTokenThatIsRefusedIsReplacedOnce() {
    server
        .on(MAKE, made("one", HOUR), made("two", HOUR))
        .on("GET " + TOP, Answer.ok("{}"), Answer.status(401), Answer.ok("{}"));

    github.repository(REPO);
    time.pass(Duration.ofMinutes(10));
    github.repository(REPO);

    assertThat(bearers(TOP)).containsExactly("one", "one", "two");
  }

  @Test
  void aRefusalThatStaysIsHandedOn() {
    server.on("GET " + TOP, Answer.ok("{}"), Answer.status(401));

    github.repository(REPO);
    time.pass(Duration.ofMinutes(10));
    var refused = catchThrowableOfType(GitHubRefused.class, () -> github.repository(REPO));

    assertThat(refused.kind()).isEqualTo(GitHubRefused.Kind.UNAUTHORIZED);
    assertThat(refused.toString()).doesNotContain("ghs_");
    assertThat(server.count("GET " + TOP))
        .as("two, and the look at the installation twice")
        .isEqualTo(5);
  }

  @Test
  void whereTheAppIsNotInstalledNothingIsAskedForAMinute() {
    server.on(LOOK, Answer.status(404));

    for (int i = 0; i < 3; i++) {
      var refused = catchThrowableOfType(GitHubRefused.class, () -> github.repository(REPO));
      assertThat(refused.kind()).isEqualTo(GitHubRefused.Kind.NO_ACCESS);
      assertThat(refused).hasMessageContaining("closedloop[bot] is not installed for octo/shop");
    }
    assertThat(server.count(LOOK)).isEqualTo(1);

    time.pass(Duration.ofMinutes(1));
    assertThat(catchThrowableOfType(GitHubRefused.class, () -> github.repository(REPO)))
        .isNotNull();
    assertThat(server.count(LOOK)).isEqualTo(2);
  }

  @Test
  void whereTheAppIsNotInstalledARunIsNotTakenForMissing() {
    server.on(LOOK, Answer.status(404));

    assertThat(catchThrowableOfType(GitHubRefused.class, () -> github.run(REPO, 1)))
        .hasMessageContaining("closedloop[bot] is not installed for octo/shop");
  }

  @Test
  void anEventOfTheInstallationEndsTheWaitAtOnce() {
    server.on(LOOK, Answer.status(404), installed("\"contents\":\"write\""));
    assertThat(catchThrowableOfType(GitHubRefused.class, () -> github.repository(REPO)))
        .isNotNull();

    github.installationChanged(42);
    github.repository(REPO);

    assertThat(bearers(TOP)).containsExactly("one");
  }

  @Test
  void aSuspendedInstallationIsSaidToBeSo() {
    server.on(
        LOOK,
        Answer.ok(
            "{\"id\":42,\"account\":{\"login\":\"octo\"},\"suspended_at\":\"2026-11-01T00:00:00Z\"}"));

    var refused = catchThrowableOfType(GitHubRefused.class, () -> github.repository(REPO));

    assertThat(refused.kind()).isEqualTo(GitHubRefused.Kind.FORBIDDEN);
    assertThat(refused).hasMessageContaining("suspended").hasMessageContaining("octo");
    assertThat(server.count(MAKE)).isZero();
  }

  @Test
  void aPermissionTakenAwayInBetweenIsLeftOutOfTheNextRequest() {
    github.require(new Needs(Map.of("format", Set.of(Permission.CONTENTS_WRITE))));
    server
        .on(LOOK, installed("\"contents\":\"write\""), installed("\"contents\":\"read\""))
        .on(MAKE, Answer.status(422), made("one", HOUR));

    github.repository(REPO);

    assertThat(server.asked().stream().filter(a -> a.line().equals(MAKE)).map(Asked::body))
        .satisfiesExactly(
            first -> assertThat(first).contains("\"contents\":\"write\""),
            second -> assertThat(second).contains("\"contents\":\"read\""));
  }

  @Test
  void aWrongKeyIsSaidToBeOne() {
    server.on(LOOK, Answer.status(401));

    var refused = catchThrowableOfType(GitHubRefused.class, () -> github.repository(REPO));

    assertThat(refused).hasMessageContaining("github.app");
  }

  @Test
  void aGraphQlCommitGoesWithTheRepositorysToken() {
    server.on(
        "POST /graphql",
        Answer.ok("{\"data\":{\"createCommitOnBranch\":{\"commit\":{\"oid\":\"abc\"}}}}"));

    github.commitOnBranch(
        REPO, "main", "def", List.of(new FileContent("a", new byte[] {1}, "100644")), "Why");

    assertThat(bearers("/graphql")).containsExactly("one");
  }

  @Test
  void anEnterpriseServerIsAskedBelowItsOwnPath() {
    server
        .on("GET /api/v3" + TOP + "/installation", installed("\"contents\":\"write\""))
        .on("POST /api/v3/app/installations/42/access_tokens", made("one", HOUR))
        .on("GET /api/v3" + TOP, Answer.ok("{}"));
    try (GitHub enterprise = client(server.url("127.0.0.1") + "/api/v3")) {
      enterprise.repository(REPO);
    }
    assertThat(bearers("/api/v3" + TOP)).containsExactly("one");
  }

  @Test
  void aLimitOfOneInstallationDoesNotHoldUpAnother() {
    RepoId other = new RepoId("acme", "site");
    server
        .on(
            "GET /repos/acme/site/installation",
            Answer.ok("{\"id\":7,\"account\":{\"login\":\"acme\"},\"permissions\":{}}"))
        .on("POST /app/installations/7/access_tokens", made("two", HOUR))
        .on("GET /repos/acme/site", Answer.ok("{}"))
        .on("POST " + TOP + "/statuses/abc", new Answer(403, Map.of("Retry-After", "600"), "{}"));
    assertThat(
            catchThrowableOfType(
                GitHubPaused.class,
                () -> github.setStatus(REPO, "abc", "c", StatusState.PENDING, "", null)))
        .isNotNull();

    github.repository(other);

    assertThat(time.slept()).isZero();
    assertThat(github.standing().pauses())
        .containsExactly(
            new Standing.Pause(
                "42", "", VirtualTime.START.plusSeconds(600), "GitHub asked for a pause"));
  }
}
