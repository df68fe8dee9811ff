package io.closedloop.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.closedloop.api.RepoId;
import io.closedloop.api.Workspace.ToolResult;
import io.closedloop.core.workspace.WorkspaceOptions.CheckoutLimits;
import io.closedloop.core.workspace.WorkspaceOptions.ToolLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the real programs; a sandbox that this machine lacks is reported as skipped. */
@ParameterizedClass
@ValueSource(strings = {"bubblewrap", "unshare"})
class SandboxTest {
  private static final ToolLimits SMALL = new ToolLimits(400L << 20, 64, 1 << 20, 200, 1_000_000);

  private final String kind;
  @TempDir Path home;
  private @Nullable ActionWorkspace opened;

  SandboxTest(String kind) {
    this.kind = kind;
  }

  @AfterEach
  void closeIt() throws IOException {
    if (opened != null) {
      opened.close();
    }
  }

  @Test
  void aToolWorksOnTheFilesAndItsArgumentsAreNotInterpreted() {
    ToolResult result =
        sh("cat a.txt; printf '%s|' \"$@\"; echo new > b.txt; exit 3", "x y", "$(id)", "'; rm *");
    assertThat(result).isEqualTo(new ToolResult(3, false, "text\nx y|$(id)|'; rm *|", ""));
    assertThat(workspace().read("b.txt")).contains("new\n");
  }

  @Test
  void theNetworkIsOutOfReach() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      ToolResult result = run("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/" + server.getLocalPort());
      assertThat(result.exitCode()).isNotZero();
      assertThat(result.err()).containsAnyOf("refused", "unreachable");
      server.setSoTimeout(200);
      assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    }
    assertThat(sh("cat /proc/net/dev").out().lines().filter(line -> line.contains(":")))
        .singleElement()
        .asString()
        .contains("lo:");
  }

  @Test
  void theEnvironmentOfTheServerIsNotPassedOn() {
    assertThat(System.getenv()).as("something that could leak").hasSizeGreaterThan(3);
    assertThat(run("env").out().lines().map(line -> line.split("=", 2)[0]))
        .contains("PATH", "HOME", "LANG", "LC_ALL", "JAVA_HOME")
        .isSubsetOf("PATH", "HOME", "LANG", "LC_ALL", "JAVA_HOME", "PWD", "OLDPWD", "SHLVL", "_");
  }

  @Test
  void noFileOfTheHostIsVisibleButPrograms() throws IOException {
    Path secret = Files.writeString(home.resolve("token"), "hidden");
    ToolResult result =
        sh(
            "cat "
                + secret
                + "; cat /etc/passwd; cat /etc/shadow; ls -A / /tmp; ls /root /home /var");
    assertThat(result.out()).doesNotContain("hidden", "root:", "work\n");
    assertThat(result.err())
        .contains(secret + ": No such file", "/etc/passwd: No such file", "'/root': No such file");
  }

  @Test
  void onlyTheWorkspaceAndTmpAreWritable() throws IOException {
    Files.createDirectories(home.resolve("tools"));
    ToolResult result =
        sh(
            "for f in /usr/x /etc/x /x /dev/x /proc/sys/kernel/panic /proc/mtrr; do touch $f && echo wrote $f; done; touch /tmp/x /dev/shm/x here && echo fine");
    assertThat(result.out()).isEqualTo("fine\n");
  }

  @Test
  void otherProcessesAreOutOfSightAndNoPrivilegeIsLeft() {
    ToolResult result =
        sh(
            "ls -d /proc/[0-9]* | wc -l; grep CapEff /proc/self/status; mount -t tmpfs x /tmp 2>&1; kill -9 "
                + ProcessHandle.current().pid());
    assertThat(Integer.parseInt(result.out().lines().findFirst().orElseThrow().strip()))
        .isLessThan(8);
    assertThat(result.out())
        .contains("CapEff:\t0000000000000000")
        .containsAnyOf("permission denied", "must be superuser");
  }

  @Test
  void theTimeLimitEndsTheWholeTree() {
    String marker = "98765." + ProcessHandle.current().pid();
    ToolResult result =
        runFor(
            Duration.ofSeconds(1),
            "sh",
            "-c",
            "setsid sleep "
                + marker
                + " & (trap '' TERM; sleep "
                + marker
                + ") & echo begun; wait");
    assertThat(result.timedOut()).isTrue();
    assertThat(result.exitCode()).isEqualTo(-1);
    assertThat(result.out()).isEqualTo("begun\n");
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> running(marker) == 0);
  }

  @Test
  void whatAToolLeavesRunningEndsWithIt() {
    String marker = "87654." + ProcessHandle.current().pid();
    ToolResult result =
        runFor(Duration.ofSeconds(20), "sh", "-c", "setsid sleep " + marker + " & echo done");
    assertThat(result).isEqualTo(new ToolResult(0, false, "done\n", ""));
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> running(marker) == 0);
  }

  @Test
  void anInterruptEndsTheTool() throws InterruptedException {
    String marker = "76543." + ProcessHandle.current().pid();
    workspace();
    var thrown = new java.util.concurrent.CompletableFuture<Throwable>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              try {
                runFor(Duration.ofMinutes(1), "sleep", marker);
              } catch (CancellationException e) {
                thrown.complete(e);
              }
            });
    Awaitility.await().until(() -> running(marker) > 0);
    caller.interrupt();
    caller.join();
    assertThat(thrown)
        .isCompletedWithValueMatching(e -> String.valueOf(e.getMessage()).contains("sleep"));
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> running(marker) == 0);
  }

  @Test
  void outputIsCutAtOneMegabyteAndDrained() {
    ToolResult result =
        sh(
            "head -c 3000000 /dev/zero | tr '\\0' x; head -c 3000000 /dev/zero | tr '\\0' y >&2; exit 4");
    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.out()).hasSize(1_000_000);
    assertThat(result.err()).hasSize(1_000_000);
  }

  @Test
  void filesAndMemoryAreLimited() throws IOException {
    ToolResult large =
        sh(
            "head -c 2000000 /dev/zero > big; head -c 2000000 /dev/zero > /tmp/big; wc -c < big; wc -c < /tmp/big");
    assertThat(large.out().lines().map(String::strip).map(Integer::parseInt))
        .allMatch(size -> size <= 1 << 20);
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "perl is not here");
    assertThat(run("perl", "-e", "$x = 'a' x (20 << 20); print length $x").out())
        .isEqualTo("20971520");
    assertThat(run("perl", "-e", "$x = 'a' x (800 << 20); print length $x").out()).isEmpty();
  }

  @Test
  void aJarAmongTheToolsRunsOnOurOwnJvm() throws IOException {
    layJar("hello-tool");
    ActionWorkspace workspace = open(ToolLimits.DEFAULT, Duration.ofMinutes(1));
    assertThat(workspace.run("hello-tool", List.of("a b", "*"), Duration.ofSeconds(30)))
        .isEqualTo(new ToolResult(0, false, "hello [a b, *] in /workspace\n", ""));
    assertThat(workspace.toolVersion("hello-tool")).contains("hello [--version] in /workspace");
  }

  @Test
  void aToolThatKnowsNoVersionIsStillThere() {
    ActionWorkspace workspace = workspace();
    assertThat(workspace.toolVersion("false")).isPresent();
    assertThat(workspace.toolVersion("bash")).get().asString().startsWith("GNU bash, version");
  }

  @Test
  void afterTheLimitOfTheWorkspaceNothingIsStarted() {
    ActionWorkspace workspace = open(SMALL, Duration.ZERO);
    assertThat(workspace.toolVersion("bash")).contains("bash");
    assertThatThrownBy(() -> workspace.files("**")).hasMessageContaining("within the time allowed");
  }

  @Test
  void theProbeFindsASandboxWhereOneWorks() {
    sandbox();
    assertThat(Sandbox.probe(WorkspaceOptions.of(home, home.resolve("shipped"))))
        .isInstanceOf(Sandbox.Wrapping.class);
  }

  private long running(String marker) {
    return ProcessHandle.allProcesses()
        .filter(process ->
            process.info().arguments().stream()
                .flatMap(java.util.Arrays::stream)
                .anyMatch(marker::equals))
        .count();
  }

  private ToolResult sh(String script, String... arguments) {
    List<String> all = new java.util.ArrayList<>(List.of("-c", script, "sh"));
    all.addAll(List.of(arguments));
    return run("sh", all.toArray(String[]::new));
  }

  private ToolResult run(String tool, String... arguments) {
    return runFor(Duration.ofSeconds(30), tool, arguments);
  }

  private ToolResult runFor(Duration atMost, String tool, String... arguments) {
    return workspace().run(tool, List.of(arguments), atMost);
  }

  private ActionWorkspace workspace() {
    return opened == null ? open(SMALL, Duration.ofMinutes(1)) : opened;
  }

  private ActionWorkspace open(ToolLimits limits, Duration limit) {
    WorkspaceOptions usual = WorkspaceOptions.of(home, home.resolve("shipped"));
    WorkspaceOptions options =
        new WorkspaceOptions(
            home,
            usual.shippedTools(),
            usual.programFolders(),
            usual.javaHome(),
            CheckoutLimits.DEFAULT,
            limits);
    TarballSource source = new Tarballs().file("a.txt", "text\n").source();
    opened =
        new Workspaces(options, sandbox()).open(RepoId.parse("o/n"), Tarballs.SHA, source, limit);
    return opened;
  }

  private Sandbox sandbox() {
    Path bwrap = Path.of("/usr/bin/bwrap");
    Path unshare = Path.of("/usr/bin/unshare");
    boolean bubblewrap = kind.equals("bubblewrap");
    assumeTrue(Files.isExecutable(bubblewrap ? bwrap : unshare), kind + " is not on this machine");
    return bubblewrap ? new Bubblewrap(bwrap) : Unshare.of(unshare, Path.of("/usr/bin/setpriv"));
  }

  private void layJar(String name) throws IOException {
    Path classes = Files.createDirectories(home.resolve("classes"));
    JavaFileObject source =
        new SimpleJavaFileObject(URI.create("string:///Hello.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return "public class Hello { public static void main(String[] a) { System.out.println(\"hello \" +"
                + " java.util.Arrays.asList(a) + \" in \" + System.getProperty(\"user.dir\")); } }";
          }
        };
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                null,
                null,
                null,
                List.of("-d", classes.toString(), "-proc:none"),
                null,
                List.of(source))
            .call();
    assertThat(compiled).isTrue();
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Hello");
    Path jar = Files.createDirectories(home.resolve("tools")).resolve(name + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      entries.putNextEntry(new JarEntry("Hello.class"));
      entries.write(Files.readAllBytes(classes.resolve("Hello.class")));
    }
  }
}
