package io.closedloop.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** How long a start takes until the server is ready, and what it holds when nothing happens. */
final class StartupBenchmark implements Benchmark {
  private static final Metric READY = new Metric("ready after", "s");
  private static final Metric READ = new Metric("signatures read after", "s");
  private static final Metric CPU = new Metric("CPU until ready", "s");
  private static final Metric IDLE = new Metric("idle memory (PSS)", "MB");
  private static final long SETTLES_NANOS = 15_000_000_000L;
  private static final String WITH = "with cache";
  private static final String WITHOUT = "without cache";

  @Override
  public String name() {
    return "startup";
  }

  @Override
  public String description() {
    return "from the command to the first yes of /readyz, with and without the cache of classes";
  }

  @Override
  public Report run(Setting setting) throws Exception {
    Command.of(
            List.of(
                "env",
                "CLOSEDLOOP_AOT=now",
                setting.distribution().resolve("bin/closedloop").toString(),
                "version"))
        .output();
    Results results =
        new Rounds(setting.rounds(), setting.progress())
            .run(
                List.of(
                    Contestant.of(WITH, () -> start(setting, "")),
                    Contestant.of(WITHOUT, () -> start(setting, "off"))));
    return new Report(
        name(),
        results,
        List.of(
            Aim.atMost("ready with cache, s", results.median(WITH, READY), 1.2),
            Aim.atMost("ready without cache, s", results.median(WITHOUT, READY), 2.5),
            Aim.atMost("idle memory with cache, MB", results.median(WITH, IDLE), 150)),
        List.of(
            "each start is on an empty home, so it makes its store; memory is read 15 s later",
            "ready is who takes deliveries and answers; signatures are read behind it, and a log waits for them"));
  }

  private static Map<Metric, Double> start(Setting setting, String aot) throws IOException {
    try (Scratch home = new Scratch(setting.work());
        ServerProcess server =
            ServerProcess.closedloop(
                setting.distribution(), home.folder(), Map.of("CLOSEDLOOP_AOT", aot))) {
      double computed = server.cpu().seconds();
      double read =
          server.secondsTo("signatures were read", home.folder().resolve("logs/closedloop.log"));
      LockSupport.parkNanos((long) (SETTLES_NANOS * Math.min(1, setting.scale())));
      return Map.of(
          READY,
          server.secondsToReady(),
          READ,
          read,
          CPU,
          computed,
          IDLE,
          server.cpu().proportionalMegabytes());
    }
  }
}
