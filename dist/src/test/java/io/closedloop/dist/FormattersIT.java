package io.closedloop.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.sandbox.scenario.Scenario;
import io.closedloop.sandbox.scenario.Scenarios;
import io.closedloop.testkit.RealTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Repairs by the formatters of this machine; one that it lacks is reported as skipped. */
class FormattersIT {
  @TempDir static Path folder;
  private static World world;

  @BeforeAll
  static void open() throws Exception {
    world = World.asleep(folder, World.AUTOMATIC.replace("[code", "[import_sorting, code"));
    Files.createDirectories(world.server.home().resolve("tools"));
    world.start();
  }

  @AfterAll
  static void close() throws Exception {
    world.close();
  }

  @Test
  void pythonIsFormattedByBlackAndWhatNobodyComplainedAboutStays() throws Exception {
    install("black");
    String excluded = "x = {  }\n";
    Repository repository =
        new Repository(
            "black",
            "black --check .",
            Map.of("pyproject.toml", "[tool.black]\nextend-exclude = 'old'\n", "old.py", excluded));

    repository.breakAndAwaitRepair(
        Map.of("shop/price.py", "def price( a,b ):\n  return a*b\n", "old.py", excluded + "#\n"),
        "code_formatting");

    assertThat(repository.file("shop/price.py")).isEqualTo("def price(a, b):\n    return a * b\n");
    assertThat(repository.file("old.py")).isEqualTo(excluded + "#\n");
  }

  @Test
  void importsAreSortedByIsort() throws Exception {
    install("isort");
    Repository repository =
        new Repository(
            "isort", "isort --check-only .", Map.of(".isort.cfg", "[settings]\nprofile = black\n"));

    repository.breakAndAwaitRepair(
        Map.of("shop/report.py", "import sys\nimport os\n"), "import_sorting");

    assertThat(repository.file("shop/report.py")).isEqualTo("import os\nimport sys\n");
  }

  @Test
  void scriptsAreFormattedByPrettier() throws Exception {
    install("prettier");
    Repository repository =
        new Repository(
            "prettier", "prettier --check src", Map.of(".prettierrc", "{ \"semi\": false }\n"));

    repository.breakAndAwaitRepair(
        Map.of("src/price.js", "const price  = (a,b)=>a*b;\n"), "code_formatting");

    assertThat(repository.file("src/price.js")).isEqualTo("const price = (a, b) => a * b\n");
  }

  @Test
  void inAMonorepoTheFileIsWrittenThatTheCheckOfAFolderMeant() throws Exception {
    install("prettier");
    String old = "var   a=1\n";
    Repository repository =
        new Repository(
            "monorepo",
            "cd web && prettier --check .",
            Map.of("src/a.js", old, "web/src/a.js", "const a = 1;\n", "web/.prettierrc", "{}\n"));

    repository.breakAndAwaitRepair(
        Map.of("web/src/a.js", "const a   = 2;\n", "web/src/d.json", "{\"a\":1}\n"),
        "code_formatting");

    assertThat(repository.file("src/a.js")).isEqualTo(old);
    assertThat(repository.file("web/src/a.js")).isEqualTo("const a = 2;\n");
    assertThat(repository.file("web/src/d.json")).isEqualTo("{ \"a\": 1 }\n");
  }

  /** A link, as an operator lays it. */
  private static void install(String tool) throws IOException {
    Files.createSymbolicLink(
        world.server.home().resolve("tools").resolve(tool), RealTool.find(tool));
  }

  /** One repository with one check. */
  private record Repository(String name, String check, Map<String, String> files) {
    private static final String BRANCH = "change";

    void breakAndAwaitRepair(Map<String, String> change, String action) {
      Map<String, String> all = new HashMap<>(files);
      all.put(
          ".github/workflows/lint.yml",
          """
          name: Lint
          on: pull_request
          jobs:
            lint:
              runs-on: ubuntu-latest
              steps:
                - uses: actions/checkout@v4
                - run: %s
          """
              .formatted(check));
      Scenarios.begin(
          world.github,
          new Scenario(
              name,
              "A check by " + name + " fails",
              all,
              new Scenario.Start(BRANCH, "Change it", "lena", change),
              Scenario.Course.PLAIN,
              new Scenario.Expectation(Scenario.End.RECOVERED, action, "quality_gates")));

      JsonNode incident = world.awaitIncident("acme/" + name, "recovered");

      assertThat(World.text(incident.path("attempts").get(0), "action")).isEqualTo(action);
      assertThat(world.ownCommits("acme/" + name, BRANCH)).hasSize(1);
      assertThat(world.github.runs("acme/" + name).getFirst().latest().conclusion())
          .contains("success");
    }

    String file(String path) {
      return world.github.file("acme/" + name, BRANCH, path);
    }
  }
}
