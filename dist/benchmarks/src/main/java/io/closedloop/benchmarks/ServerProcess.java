package io.closedloop.benchmarks;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server in a process of its own, started for a measurement and stopped by {@link #close}. */
public final class ServerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long LOOK_EVERY = Duration.ofMillis(2).toNanos();

  private final Process process;
  private final int port;
  private final Path output;
  private final long begun;
  private final double secondsToReady;

  private ServerProcess(Process process, int port, Path output, long begun) {
    this.process = process;
    this.port = port;
    this.output = output;
    this.begun = begun;
    secondsToReady = (System.nanoTime() - begun) / 1e9;
  }

  /**
   * Starts {@code bin/closedloop start} on this home and returns when {@code /readyz} says yes.
   *
   * @param environment beside what this process has
   */
  public static ServerProcess closedloop(
      Path distribution, Path home, Map<String, String> environment) throws IOException {
    int port = freePort();
    List<String> command =
        List.of(
            distribution.resolve("bin/closedloop").toString(),
            "start",
            "--home",
            home.toString(),
            "--port",
            Integer.toString(port));
    Files.createDirectories(home);
    return started(command, environment, port, home.resolveSibling(home.getFileName() + ".out"));
  }

  /**
   * Starts a main class of these benchmarks; it is told its port.
   *
   * @param options of the JVM, class path included
   */
  static ServerProcess java(List<String> options, Class<?> main, Path output, String... arguments)
      throws IOException {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add(main.getName());
    command.add(Integer.toString(port));
    command.addAll(List.of(arguments));
    return started(command, Map.of(), port, output);
  }

  /** Starts any command that will answer {@code GET /readyz} with 200 on this port. */
  static ServerProcess started(
      List<String> command, Map<String, String> environment, int port, Path output)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    long begun = System.nanoTime();
    Process process = builder.start();
    while (!ready(port)) {
      if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "%s did not become ready: %s".formatted(command, Files.readString(output)));
      }
      LockSupport.parkNanos(LOOK_EVERY);
    }
    return new ServerProcess(process, port, output, begun);
  }

  /** A port of the loopback that nobody has. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean ready(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write(
              "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return answer.startsWith("HTTP/1.1 200");
    } catch (IOException notYet) {
      return false;
    }
  }

  /**
   * The options that the launcher gave to the server's JVM, for a main class of these benchmarks on
   * the same class path and behind it these benchmarks.
   */
  List<String> options() throws IOException {
    // ProcessHandle tells no arguments when they are as long as a class path is.
    String line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
    List<String> words = List.of(line.split("\0", -1));
    List<String> arguments = words.subList(1, words.size());
    int classPath = arguments.indexOf("-cp") + 1;
    if (classPath == 0) {
      throw new IllegalStateException("the server was started without a class path: " + arguments);
    }
    List<String> options = new ArrayList<>(arguments.subList(0, classPath));
    options.add(arguments.get(classPath) + File.pathSeparator + Command.classPath());
    return options;
  }

  /** Where it listens, on the loopback. */
  public int port() {
    return port;
  }

  /** From the beginning of the process to the first yes of {@code /readyz}. */
  public double secondsToReady() {
    return secondsToReady;
  }

  /**
   * From the beginning of the process to the moment at which these words stand in the file, for
   * which this waits.
   */
  public double secondsTo(String words, Path file) throws IOException {
    while (!Files.exists(file) || !Files.readString(file).contains(words)) {
      if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw new IOException("\"%s\" never stood in %s: %s".formatted(words, file, output()));
      }
      LockSupport.parkNanos(LOOK_EVERY);
    }
    return (System.nanoTime() - begun) / 1e9;
  }

  /** What the kernel says about it. */
  public Cpu cpu() {
    return new Cpu(process.pid());
  }

  /** What it printed so far. */
  public String output() throws IOException {
    return Files.readString(output);
  }

  /** Ends it in good order, or by force when that takes too long. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("the server at port %d did not end by itself".formatted(port));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
