package io.closedloop.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.Effect;
import io.closedloop.api.Patch;
import io.closedloop.api.Patch.FileChange;
import io.closedloop.core.workspace.Verdict.Breach;
import io.closedloop.core.workspace.Verdict.Change;
import io.closedloop.core.workspace.Verdict.Within;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundariesTest {
  private static final ActionSpec ANYTHING =
      ActionSpec.of("code_formatting", Effect.Commit.class).writing("**");
  private static final Policy LENIENT = new Policy(Set.of(), List.of(), Policy.STRICT.ceiling());

  private final Map<String, Original> tree = new HashMap<>();

  @Test
  void aChangeWithinTheGlobsPassesWithItsModeAndLines() {
    tree.put("run.sh", Original.ofText(FileMode.EXECUTABLE, "a\nb\n"));
    assertThat(
            check(
                ANYTHING.writing("**.sh"),
                new FileChange("run.sh", "a\nc\nd\n"),
                new FileChange("new.sh", "x\n")))
        .isEqualTo(
            new Within(
                List.of(
                    new Change("run.sh", FileMode.EXECUTABLE, 2, 1),
                    new Change("new.sh", FileMode.REGULAR, 1, 0))));
  }

  @Test
  void whatDoesNotDifferIsNotJudged() {
    tree.put(".github/workflows/ci.yml", Original.ofText(FileMode.REGULAR, "on: push\n"));
    assertThat(
            check(
                ANYTHING,
                new FileChange(".github/workflows/ci.yml", "on: push\n"),
                new FileChange("absent", null)))
        .isEqualTo(new Within(List.of()));
  }

  @Test
  void aFileOutsideTheGlobsIsABreach() {
    assertBreach(
        check(ANYTHING.writing("**.java", "docs/**"), new FileChange("pom.xml", "x")),
        "pom.xml is outside what the action declared (**.java, docs/**)");
    assertBreach(check(ActionSpec.of("g"), new FileChange("pom.xml", "x")), "no files");
  }

  @Test
  void deletingAndEmptyingIsABreachUnlessTheOperatorAllowsIt() {
    tree.put("a", Original.ofText(FileMode.REGULAR, "x\n"));
    tree.put("blank", Original.ofText(FileMode.REGULAR, "\n\n"));
    assertBreach(check(ANYTHING, new FileChange("a", null)), "a would be deleted");
    assertBreach(check(ANYTHING, new FileChange("a", "")), "a would be emptied");
    assertBreach(check(ANYTHING, new FileChange("a", " \n")), "a would be emptied");
    assertThat(check(ANYTHING, new FileChange("blank", "\n"))).isInstanceOf(Within.class);
    assertThat(check(LENIENT, new FileChange("a", null)))
        .isEqualTo(new Within(List.of(new Change("a", FileMode.REGULAR, 0, 1))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".github/workflows/ci.yml",
        ".GitHub/Workflows/ci.yml",
        ".github/workflows/deep/er/ci.yml",
        ".github/actions/build/action.yml",
        ".github/closedloop.yml",
        ".github/workflows"
      })
  void workflowsAreNeverWrittenWhateverTheOperatorAllows(String path) {
    assertBreach(check(LENIENT, new FileChange(path, "x\n")), "is never written");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".env",
        "app/.env.production",
        "prod.env",
        "certs/server.pem",
        "SERVER.PEM",
        "id_rsa",
        ".ssh/config",
        "x/.aws/credentials",
        "tls.key",
        "store.p12",
        ".npmrc",
        ".netrc",
        "_netrc",
        ".pypirc",
        "credentials.json",
        "credentials",
        "Credentials.yml",
        "secrets.yaml",
        "secret.txt",
        "secrets.py",
        "kubeconfig",
        "kubeconfig.prod",
        "x/.kube/config",
        "terraform.tfstate",
        "prod.tfvars",
        "service-account-x.json",
        ".git-credentials",
        ".docker/config.json",
        "credentials-prod.xml",
        "secrets.enc.yaml"
      })
  void whatLooksLikeCredentialsIsNotTouched(String path) {
    assertBreach(check(ANYTHING, new FileChange(path, "x\n")), path + " looks like credentials");
    assertThat(check(LENIENT, new FileChange(path, "x\n"))).isInstanceOf(Within.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "src/Credentials.java",
        "CredentialsProvider.java",
        "secretary.txt",
        "environment.yml",
        "keys.md",
        "src/env/Main.java",
        "monkey.c"
      })
  void codeWithASimilarNameMayBeTouched(String path) {
    assertThat(check(ANYTHING, new FileChange(path, "x\n"))).isInstanceOf(Within.class);
  }

  @ParameterizedTest
  @CsvSource({
    "ghp_ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789,a GitHub token",
    "AKIAIOSFODNN7EXAMPLE,an AWS key",
    "-----BEGIN RSA PRIVATE KEY-----,a private key",
    "xoxb-123456789012-abcdef,a Slack token",
    "https://user:hunter22@example.com/,a password in a URL",
  })
  void aNewSecretIsABreachThatDoesNotRepeatIt(String secret, String kind) {
    tree.put("a.txt", Original.ofText(FileMode.REGULAR, "x\n"));
    tree.put("b.txt", Original.ofText(FileMode.REGULAR, "k = " + secret + "\n"));
    Verdict verdict = check(ANYTHING, new FileChange("a.txt", "k=" + secret + "\n"));
    assertBreach(verdict, "a.txt would newly hold what looks like " + kind);
    assertThat(verdict.toString()).doesNotContain(secret);
    assertThat(check(ANYTHING, new FileChange("b.txt", "k=" + secret + "\n")))
        .isInstanceOf(Within.class);
    assertBreach(
        check(ANYTHING, new FileChange("b.txt", secret + "\n" + secret + "\n")), "newly hold");
  }

  @Test
  void linksAndSubmodulesAreNeitherWrittenNorCrossed() {
    tree.put("link", new Original(FileMode.SYMLINK, 3, "x", null));
    tree.put("sub", new Original(FileMode.SUBMODULE, 0, "", null));
    tree.put("file", Original.ofText(FileMode.REGULAR, "x"));
    assertBreach(check(ANYTHING, new FileChange("link", "x")), "link is a symbolic link");
    assertBreach(
        check(ANYTHING, new FileChange("link/in", "x")), "link/in leads through a symbolic link");
    assertBreach(check(ANYTHING, new FileChange("sub/a/b", "x")), "leads through a submodule");
    assertBreach(check(ANYTHING, new FileChange("sub", "x")), "sub is a submodule");
    assertBreach(check(ANYTHING, new FileChange("file/in", "x")), "leads through a file");
  }

  @Test
  void aFileThatWasNoTextIsNotReplaced() {
    tree.put("logo.png", new Original(FileMode.REGULAR, 3, "x", null));
    assertBreach(check(ANYTHING, new FileChange("logo.png", "x")), "was not a text");
  }

  @Test
  void aNameThatDiffersOnlyInCaseIsABreach() {
    tree.put("README.md", Original.ofText(FileMode.REGULAR, "x"));
    assertBreach(
        check(ANYTHING, new FileChange("Readme.md", "y")), "differs from README.md only in case");
  }

  @Test
  void theSmallerOfBothLimitsHolds() {
    ActionSpec two = ANYTHING.within(new ActionSpec.Limits(2, 10));
    FileChange[] three = {
      new FileChange("a", "1"), new FileChange("b", "2"), new FileChange("c", "3")
    };
    assertBreach(check(two, three), "3 files differ; at most 2 may");
    assertBreach(check(two, new FileChange("a", "€€€€")), "hold 12 bytes; at most 10");
    ActionSpec greedy = ANYTHING.within(new ActionSpec.Limits(Integer.MAX_VALUE, Long.MAX_VALUE));
    Policy tight = new Policy(Set.of(), List.of("b"), new ActionSpec.Limits(2, 10));
    assertBreach(Boundaries.check(new Patch(List.of(three)), tree, greedy, tight), "at most 2 may");
    assertBreach(
        Boundaries.check(new Patch(List.of(three)), tree, greedy, tight),
        "b is excluded by the configuration");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".git/config",
        ".GIT/hooks/x",
        "a/.Git/x",
        "git~1/config",
        ".git./config",
        ".git /config",
        "a:stream",
        ".git::$INDEX_ALLOCATION/x",
        "a//b",
        "./a",
        "a/.",
        "a\nb",
        "a\tb",
        "a\u202eb",
        ".g\u200cit/config",
        "a\u0000",
        "dir /x",
        " a",
        "a.",
        ".gitmodules",
        "a\ud800"
      })
  void aPathThatSomeSystemReadsAnotherWayIsABreach(String path) {
    assertThat(check(LENIENT, new FileChange(path, "x\n"))).isInstanceOf(Breach.class);
  }

  @Test
  void randomPathsNeverThrowAndNeverPassWithADangerousPart() {
    Random random = new Random(42);
    String[] parts = {
      ".git",
      ".GIT",
      "..",
      ".",
      "",
      "a",
      "b.java",
      ".github",
      "workflows",
      "Actions",
      "x:y",
      "\u0007",
      " ",
      "ü",
      "id_rsa",
      ".git "
    };
    for (int i = 0; i < 4_000; i++) {
      StringBuilder path = new StringBuilder(parts[random.nextInt(parts.length)]);
      for (int more = random.nextInt(4); more > 0; more--) {
        path.append('/').append(parts[random.nextInt(parts.length)]);
      }
      FileChange change = change(path.toString());
      if (change != null && check(LENIENT, change) instanceof Within) {
        assertThat("/" + path + "/")
            .doesNotContainIgnoringCase("/.git/")
            .doesNotContainIgnoringCase("/.git /")
            .doesNotContain("/../", "/./", "//", ":", "\u0007")
            .satisfies(ok ->
                assertThat(ok.toLowerCase(java.util.Locale.ROOT))
                    .doesNotStartWith("/.github/workflows/")
                    .doesNotStartWith("/.github/actions/"));
      }
    }
  }

  private static @Nullable FileChange change(String path) {
    try {
      return new FileChange(path, "x");
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private Verdict check(ActionSpec spec, FileChange... changes) {
    return Boundaries.check(new Patch(List.of(changes)), tree, spec, Policy.STRICT);
  }

  private Verdict check(Policy policy, FileChange... changes) {
    return Boundaries.check(new Patch(List.of(changes)), tree, ANYTHING, policy);
  }

  private static void assertBreach(Verdict verdict, String reason) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Breach.class,
            breach -> assertThat(breach.reasons()).anySatisfy(r -> assertThat(r).contains(reason)));
  }
}
