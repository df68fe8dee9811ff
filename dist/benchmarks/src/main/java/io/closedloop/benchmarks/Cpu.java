package io.closedloop.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What Linux says about another process: the time it computed and the memory it holds. */
public final class Cpu {
  /** The kernel tells users hundredths of a second on every platform that Java 25 runs on. */
  private static final double TICKS = 100;

  private final long pid;
  private final Path process;

  /** The process with this id. */
  public Cpu(long pid) {
    this.pid = pid;
    this.process = Path.of("/proc", Long.toString(pid));
  }

  /** The process' id. */
  public long pid() {
    return pid;
  }

  /** Seconds that all its threads have computed so far, in user and kernel mode. */
  public double seconds() throws IOException {
    String stat = Files.readString(process.resolve("stat"));
    // the name in parentheses may hold spaces
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
  }

  /** Megabytes that are resident; pages shared with other processes count in full. */
  public double residentMegabytes() throws IOException {
    return kilobytes(Files.readAllLines(process.resolve("status")), "VmRSS:") / 1024;
  }

  /** The most that was ever resident, in megabytes. */
  public double peakMegabytes() throws IOException {
    return kilobytes(Files.readAllLines(process.resolve("status")), "VmHWM:") / 1024;
  }

  /** Megabytes that are its own, and its part of what it shares. */
  public double proportionalMegabytes() throws IOException {
    return kilobytes(Files.readAllLines(process.resolve("smaps_rollup")), "Pss:") / 1024;
  }

  private static double kilobytes(List<String> lines, String field) {
    return lines.stream()
        .filter(line -> line.startsWith(field))
        .flatMap(line -> Arrays.stream(line.split("\\s+")).skip(1).limit(1))
        .mapToDouble(Double::parseDouble)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the kernel tells no " + field));
  }
}
