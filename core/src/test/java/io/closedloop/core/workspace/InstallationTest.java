package io.closedloop.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.closedloop.api.RepoId;
import io.closedloop.api.Workspace.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that lie outside of the system's folders, run in the real sandboxes. */
@ParameterizedClass
@ValueSource(strings = {"bubblewrap", "unshare"})
class InstallationTest {
  private final Sandbox sandbox;
  @TempDir Path folder;
  private Path tools;
  private Path elsewhere;

  InstallationTest(String kind) {
    boolean bubblewrap = kind.equals("bubblewrap");
    Path program = Path.of(bubblewrap ? "/usr/bin/bwrap" : "/usr/bin/unshare");
    assumeTrue(Files.isExecutable(program), kind + " is not on this machine");
    sandbox =
        bubblewrap ? new Bubblewrap(program) : Unshare.of(program, Path.of("/usr/bin/setpriv"));
  }

  @BeforeEach
  void folders() throws IOException {
    tools = Files.createDirectories(folder.resolve("home/tools"));
    elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("secret"), "hidden");
  }

  @Test
  void aProgramLaidAmongTheToolsGoesBeforeThatOfTheSystem() throws IOException {
    program(tools.resolve("cat"), "#!/bin/sh\necho laid \"$@\"; ls " + tools + "\n");
    Files.writeString(tools.resolve("neighbour"), "");
    assertThat(run("cat", "a b")).isEqualTo(new ToolResult(0, false, "laid a b\ncat\n", ""));
  }

  @Test
  void ofALinkedProgramNothingButItselfIsSeen() throws IOException {
    program(elsewhere.resolve("tool"), "#!/bin/sh\ncat " + elsewhere.resolve("secret") + "\n");
    Files.createSymbolicLink(tools.resolve("tool"), elsewhere.resolve("tool"));
    assertThat(run("tool"))
        .satisfies(result -> assertThat(result.out()).isEmpty())
        .satisfies(result -> assertThat(result.err()).contains("No such file"));
  }

  @Test
  void aPackageOfNpmBringsThePackagesBesideIt() throws IOException {
    Path modules = elsewhere.resolve("node_modules");
    Files.createDirectories(modules.resolve(".bin"));
    program(tools.resolve("node"), "#!/bin/sh\nexec /bin/sh \"$@\"\n");
    program(
        Files.createDirectories(modules.resolve("pretty")).resolve("pretty.cjs"),
        "#!/usr/bin/env node\ncat " + modules.resolve("other.txt") + "; ls " + elsewhere + "\n");
    Files.writeString(modules.resolve("other.txt"), "beside\n");
    Files.createSymbolicLink(modules.resolve(".bin/pretty"), Path.of("../pretty/pretty.cjs"));
    Files.createSymbolicLink(tools.resolve("pretty"), modules.resolve(".bin/pretty"));
    assertThat(run("pretty")).isEqualTo(new ToolResult(0, false, "beside\nnode_modules\n", ""));
  }

  @Test
  void aVirtualEnvironmentOfPythonIsSeenAsAWhole() throws IOException {
    Path python = Path.of("/usr/bin/python3");
    assumeTrue(Files.isExecutable(python), "python3 is not on this machine");
    Path environment = elsewhere.resolve("venv");
    Files.createDirectories(environment.resolve("bin"));
    Files.writeString(environment.resolve("pyvenv.cfg"), "home = /usr/bin\n");
    Files.createSymbolicLink(environment.resolve("bin/python"), python);
    program(
        environment.resolve("bin/tool"),
        "#!"
            + environment.resolve("bin/python")
            + "\nimport os, sys\nprint(sys.prefix, os.listdir('"
            + elsewhere
            + "'))\n");
    Files.createSymbolicLink(tools.resolve("tool"), environment.resolve("bin/tool"));
    assertThat(run("tool")).isEqualTo(new ToolResult(0, false, environment + " ['venv']\n", ""));
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private ToolResult run(String tool, String... arguments) throws IOException {
    WorkspaceOptions options =
        WorkspaceOptions.of(folder.resolve("home"), folder.resolve("shipped"));
    TarballSource source = new Tarballs().file("a.txt", "text\n").source();
    try (ActionWorkspace workspace =
        new Workspaces(options, sandbox)
            .open(RepoId.parse("o/n"), Tarballs.SHA, source, Duration.ofMinutes(1))) {
      return workspace.run(tool, List.of(arguments), Duration.ofSeconds(30));
    }
  }
}
