package io.closedloop.core.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code closedloop demo}: runs the demonstration that lies beside the server, in a process of its
 * own.
 */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Show the whole loop on this machine, against a stand-in for GitHub; no account is needed.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every scenario that was played ended as it should, and there was one",
      "1:one did not, or the demo could not run",
      "2:wrong usage"
    })
final class DemoCommand implements Callable<Integer> {
  private static final long TO_END_SECONDS = 30;
  private final Place place;

  @Option(
      names = "--exit",
      description =
          "End when all scenarios have ended, instead of leaving the server up for a look.")
  private boolean exit;

  @Option(names = "--list", description = "Name the scenarios and end.")
  private boolean list;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description = "Play only this scenario; may be given several times.")
  private List<String> only = List.of();

  @Spec private CommandSpec spec;

  DemoCommand(Place place) {
    this.place = place;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path distribution = place.distribution();
    if (distribution == null || !Files.isDirectory(distribution.resolve("sandbox"))) {
      spec.commandLine()
          .getErr()
          .println("The demo needs the whole distribution, with its folder sandbox/.");
      return 1;
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        new ArrayList<>(
            List.of(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-Dclosedloop.distribution=" + distribution,
                "-cp",
                distribution.resolve("sandbox") + "/*:" + distribution.resolve("lib") + "/*",
                "io.closedloop.sandbox.demo.Demo"));
    if (exit) {
      command.add("--exit");
    }
    if (list) {
      command.add("--list");
    }
    only.forEach(name -> command.addAll(List.of("--only", name)));
    Process demo = new ProcessBuilder(command).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(demo), "end-demo"));
    return demo.waitFor();
  }

  /** Not before the demo has cleaned up, so that nothing is left when the prompt is back. */
  private static void end(Process demo) {
    demo.destroy();
    demo.onExit().completeOnTimeout(demo, TO_END_SECONDS, TimeUnit.SECONDS).join();
  }
}
