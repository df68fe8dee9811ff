package io.closedloop.benchmarks;

import io.closedloop.core.diagnose.DiagnosisEngine;
import io.closedloop.core.diagnose.Refiner;
import io.closedloop.core.diagnose.Signature;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How fast a log is read and matched with every shipped signature on one processor, against ripgrep
 * with the same patterns; and whether memory grows with the log.
 */
final class MatcherBenchmark implements Benchmark {
  private static final Metric SPEED = new Metric("speed per CPU second", "MB/s");
  private static final Metric WALL = new Metric("speed", "MB/s");
  private static final Metric PEAK = new Metric("peak memory", "MB");
  private static final Metric TIMES = new Metric("CPU for a byte", "× a usual log");
  private static final String US = "closedloop";
  private static final String RIPGREP = "ripgrep";

  /** As it comes, and with room for an automaton of so many patterns. */
  private static final List<String> RIPGREP_OPTIONS =
      List.of("", "--dfa-size-limit 1G --regex-size-limit 1G");

  private static final int MOST_SECONDS = 120;
  private static final String SMALL = "analyze 100 MB";
  private static final String LARGE = "analyze 1 GB";
  private static final int MEGABYTES = 200;
  private static final int USUAL_MEGABYTES = 10;
  private static final double SPEED_AIM = 150;
  private static final double RIPGREP_AIM = 1.5;
  private static final double HOSTILE_AIM = 2;

  @Override
  public String name() {
    return "matcher";
  }

  @Override
  public String description() {
    return "a generated log of 200 MB and all shipped signatures, against rg -f with their patterns";
  }

  @Override
  public Report run(Setting setting) throws Exception {
    List<Signature> all = ShippedSignatures.of(setting.distribution());
    // What looks at the names of steps has no line to be found in.
    List<Signature> signatures =
        all.stream().filter(it -> it.reads() == Signature.Reads.OUTPUT).toList();
    DiagnosisEngine engine =
        new DiagnosisEngine(all, DiagnosisEngine.DEFAULT_MINIMUM_CONFIDENCE, Refiner.NONE);
    Path log = setting.work().resolve("log");
    GeneratedLog.write(log, setting.scaled(MEGABYTES) * 1_000_000L);
    double megabytes = Files.size(log) / 1e6;
    Path patterns = setting.work().resolve("patterns");
    Files.write(
        patterns,
        signatures.stream().map(it -> RipgrepPattern.of(it.pattern().pattern())).toList());

    Path empty = Files.write(setting.work().resolve("empty"), new byte[0]);
    diagnose(engine, log, megabytes); // what a server that runs has behind it
    List<String> notes = new ArrayList<>();
    notes.add("%d patterns; both read the log from the page cache".formatted(signatures.size()));
    List<Contestant> contestants = new ArrayList<>();
    contestants.add(Contestant.of(US, () -> diagnose(engine, log, megabytes)));
    if (Command.of(List.of("rg", "--version")).succeeds()) {
      notes.add(Command.of(List.of("rg", "--version")).output().lines().findFirst().orElse("rg"));
      for (String options : RIPGREP_OPTIONS) {
        String name = (RIPGREP + " " + options).strip();
        Runnable cutOff =
            () ->
                notes.add(
                    "%s had not ended after %d s: it does at most what stands there"
                        .formatted(name, MOST_SECONDS));
        contestants.add(
            Contestant.of(
                name,
                () -> {
                  Cost start = ripgrep(options, patterns, empty, cutOff);
                  return ripgrep(options, patterns, log, cutOff).beyond(start).speeds(megabytes);
                }));
      }
      notes.add("what ripgrep needs for an empty file is taken off: it is its start");
    } else {
      notes.add("ripgrep did not take part: rg is not installed");
    }
    int half = setting.scaled(100);
    contestants.add(Contestant.of(SMALL, () -> analyze(setting, log, half)));
    contestants.add(Contestant.of(LARGE, () -> analyze(setting, log, half * 10)));
    contestants.addAll(hostile(setting, signatures, engine));
    Results results = new Rounds(setting.rounds(), setting.progress()).run(contestants);
    List<Aim> aims = new ArrayList<>();
    double least =
        RIPGREP_OPTIONS.stream()
            .map(options -> (RIPGREP + " " + options).strip())
            .filter(name -> results.has(name, SPEED))
            .mapToDouble(name -> results.ratio(US, name, SPEED))
            .min()
            .orElse(Double.NaN);
    aims.add(Aim.atLeast("speed per CPU second, × ripgrep's better one", least, RIPGREP_AIM));
    aims.add(Aim.atLeast("speed per CPU second, MB/s", results.median(US, SPEED), SPEED_AIM));
    aims.add(Aim.atMost("peak memory, 1 GB to 100 MB", results.ratio(LARGE, SMALL, PEAK), 1.15));
    for (HostileLog each : HostileLog.PROMISED) {
      aims.add(Aim.atMost(each.words, results.median(each.words, TIMES), HOSTILE_AIM));
    }
    return new Report(name(), results, aims, notes);
  }

  private static Map<Metric, Double> diagnose(DiagnosisEngine engine, Path log, double megabytes)
      throws IOException {
    var threads = ManagementFactory.getThreadMXBean();
    long begun = System.nanoTime();
    long computed = threads.getCurrentThreadCpuTime();
    try (InputStream in = Files.newInputStream(log)) {
      engine.diagnose(in, null, null, List.of());
    }
    return Map.of(
        SPEED, megabytes / ((threads.getCurrentThreadCpuTime() - computed) / 1e9),
        WALL, megabytes / ((System.nanoTime() - begun) / 1e9));
  }

  /** What a byte of each hostile log costs, as a multiple of what one of a usual log costs. */
  private static List<Contestant> hostile(
      Setting setting, List<Signature> signatures, DiagnosisEngine engine) throws IOException {
    Path usual = setting.work().resolve("usual");
    GeneratedLog.write(usual, setting.scaled(USUAL_MEGABYTES) * 1_000_000L);
    List<Contestant> contestants = new ArrayList<>();
    for (HostileLog each : HostileLog.values()) {
      Path log = setting.work().resolve(each.name());
      each.write(log, signatures, setting.scale());
      secondsPerByte(engine, log);
      contestants.add(
          Contestant.of(
              each.words,
              () -> Map.of(TIMES, secondsPerByte(engine, log) / secondsPerByte(engine, usual))));
    }
    return contestants;
  }

  private static double secondsPerByte(DiagnosisEngine engine, Path log) throws IOException {
    double megabytes = Files.size(log) / 1e6;
    return 1 / diagnose(engine, log, megabytes).getOrDefault(SPEED, Double.NaN);
  }

  /** Seconds of a processor, and seconds that went by. */
  private record Cost(double computed, double wall) {
    Cost beyond(Cost start) {
      return new Cost(computed - start.computed, wall - start.wall);
    }

    Map<Metric, Double> speeds(double megabytes) {
      return Map.of(SPEED, megabytes / computed, WALL, megabytes / wall);
    }
  }

  /**
   * The shell's own account of its children tells what a program that has ended computed.
   *
   * @param cutOff told when it had not ended in time; it was not faster then than what is returned
   */
  private static Cost ripgrep(String options, Path patterns, Path log, Runnable cutOff)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    String[] times =
        Command.of(
                List.of(
                    "sh",
                    "-c",
                    "timeout %d rg -j1 -a --count %s -f \"$1\" \"$2\" >/dev/null; e=$?; [ $e -le 1 ] || [ $e = 124 ] || exit 2; echo $e; times"
                        .formatted(MOST_SECONDS, options),
                    "sh",
                    patterns.toString(),
                    log.toString()))
            .output()
            .strip()
            .split("\\s+", -1);
    double wall = (System.nanoTime() - begun) / 1e9;
    double computed = seconds(times[3]) + seconds(times[4]);
    if (times[0].equals("124")) {
      cutOff.run();
    }
    return new Cost(computed, wall);
  }

  /** {@code 0m1.230s}. */
  static double seconds(String time) {
    int minutes = time.indexOf('m');
    return Integer.parseInt(time.substring(0, minutes)) * 60
        + Double.parseDouble(time.substring(minutes + 1, time.length() - 1));
  }

  /** The log's beginning, or the log again and again, through {@code analyze -}. */
  private static Map<Metric, Double> analyze(Setting setting, Path log, int megabytes)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                setting.distribution().resolve("bin/closedloop").toString(), "analyze", "-")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    double peak;
    try (var to = process.getOutputStream()) {
      byte[] chunk = new byte[1_000_000];
      int left = megabytes;
      while (left > 0) {
        try (InputStream in = Files.newInputStream(log)) {
          for (int read = in.readNBytes(chunk, 0, chunk.length);
              read > 0 && left > 0;
              read = in.readNBytes(chunk, 0, chunk.length), left--) {
            to.write(chunk, 0, read);
          }
        }
      }
      peak = new Cpu(process.pid()).peakMegabytes();
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException("closedloop analyze ended with " + process.exitValue());
    }
    return Map.of(PEAK, peak);
  }
}
