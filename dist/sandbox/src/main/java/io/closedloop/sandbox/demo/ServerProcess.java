package io.closedloop.sandbox.demo;

import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server under demonstration: a process of its own, started and asked as a user would. */
final class ServerProcess implements AutoCloseable {
  private static final Duration TO_START = Duration.ofSeconds(60);
  private static final Duration TO_END = Duration.ofSeconds(20);
  private static final Duration TO_ANSWER = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 100;
  private static final int LAST_LINES = 25;

  /** A re-run waits 45 to 120 s as shipped, by category; nobody watches a demo for that long. */
  private static final String SHORT_PAUSE =
      "retry_mechanisms.exponential_backoff.base_delay_seconds=15";

  private final Path launcher;
  private final Path home;
  private final Process process;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TO_ANSWER).build();
  private final JsonMapper json = JsonMapper.builder().build();
  private String url = "";

  private ServerProcess(Path launcher, Path home, Process process) {
    this.launcher = launcher;
    this.home = home;
    this.process = process;
  }

  static ServerProcess start(Path launcher, Path home, Map<String, String> environment)
      throws IOException {
    // Named and not 0, so that the links in comments lead somewhere.
    String port = Integer.toString(freePort());
    ProcessBuilder command =
        command(launcher, "start", "--home", home.toString(), "--port", port, "--set", SHORT_PAUSE)
            .redirectOutput(home.resolve("console.out").toFile());
    // The making of a cache would take a processor from the demo, and end half-way with it.
    command.environment().put("CLOSEDLOOP_AOT", "off");
    command.environment().putAll(environment);
    return new ServerProcess(launcher, home, command.start());
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  /** A command line on this Java, with nothing of the caller's own closedloop or GitHub in it. */
  private static ProcessBuilder command(Path launcher, String... words) {
    List<String> line = new ArrayList<>(List.of(launcher.toString()));
    line.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeIf(name -> name.startsWith("CLOSEDLOOP_") || name.startsWith("GITHUB_"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  /**
   * Waits until the server says that it is ready.
   *
   * @throws DemoFailed when it ends or takes too long; with the end of its log
   */
  void awaitReady(CountDownLatch stop) throws DemoFailed, InterruptedException, IOException {
    for (long left = TO_START.toMillis(); left > 0; left -= PAUSE_MILLIS) {
      checkAlive();
      String found = urlOfHome();
      if (found != null && isReady(found)) {
        url = found;
        return;
      }
      if (stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new DemoFailed("stopped");
      }
    }
    throw new DemoFailed("The server is not ready after " + TO_START + ".\n" + lastLines());
  }

  private @Nullable String urlOfHome() throws IOException {
    Path note = home.resolve("server.properties");
    if (!Files.exists(note)) {
      return null;
    }
    Properties properties = new Properties();
    properties.load(new StringReader(Files.readString(note, StandardCharsets.UTF_8)));
    return "http://" + properties.getProperty("host") + ":" + properties.getProperty("port");
  }

  private boolean isReady(String base) throws InterruptedException {
    try {
      return http.send(request(base + "/readyz"), HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /**
   * Throws unless the process is alive.
   *
   * @throws DemoFailed with the end of the server's log
   */
  void checkAlive() throws DemoFailed {
    if (!process.isAlive()) {
      throw new DemoFailed(
          "The server has ended with exit code " + process.exitValue() + ".\n" + lastLines());
    }
  }

  /** The end of what it printed and of what it logged. */
  private String lastLines() {
    StringBuilder text = new StringBuilder();
    for (String name : List.of("console.out", "logs/closedloop.log")) {
      try {
        List<String> lines = Files.readAllLines(home.resolve(name), StandardCharsets.UTF_8);
        text.append("the end of ").append(name).append(":\n");
        lines
            .subList(Math.max(0, lines.size() - LAST_LINES), lines.size())
            .forEach(line -> text.append("  ").append(line).append('\n'));
      } catch (IOException e) {
        text.append(name).append(" cannot be read: ").append(e).append('\n');
      }
    }
    return text.toString();
  }

  String url() {
    return url;
  }

  Path tokenFile() {
    return home.resolve("admin-token");
  }

  /** The answer to a GET with the admin token. */
  JsonNode get(String path) throws IOException, InterruptedException {
    String token = Files.readString(tokenFile(), StandardCharsets.UTF_8).strip();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(TO_ANSWER)
            .header("Authorization", "Bearer " + token)
            .build();
    HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException("GET " + path + " was answered " + answer.statusCode());
    }
    return json.readTree(answer.body());
  }

  private static HttpRequest request(String address) {
    return HttpRequest.newBuilder(URI.create(address)).timeout(TO_ANSWER).build();
  }

  /** What a command said, and its exit code. */
  record Said(int code, String text) {}

  /** Runs a command of closedloop on this server's home. */
  Said run(String... words) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--home", home.toString()));
    Process command = command(launcher, all.toArray(String[]::new)).start();
    try {
      command.getOutputStream().close();
      String text = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Said(command.waitFor(), text.strip());
    } finally {
      command.destroy();
    }
  }

  /** Ends it in good order, or by force where that takes too long. */
  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    process.destroy();
    try {
      if (!process.waitFor(TO_END.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
    http.close();
  }
}
