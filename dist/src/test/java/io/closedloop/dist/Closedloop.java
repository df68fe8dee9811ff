package io.closedloop.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One home, and the server process that serves it now, if any; it can be killed and begun anew. */
final class Closedloop implements AutoCloseable {
  private static final Path LAUNCHER =
      Path.of(requireNonNull(System.getProperty("closedloop.distribution")))
          .resolve("bin/closedloop");

  private final Path home;
  private final Map<String, String> environment;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final JsonMapper json = JsonMapper.builder().build();
  private @Nullable Process process;
  private int starts;

  /** A home that does not run yet; {@code settings} is its {@code conf/closedloop.yml}. */
  Closedloop(Path home, Map<String, String> environment, String settings) throws IOException {
    this.home = home;
    this.environment = Map.copyOf(environment);
    Files.createDirectories(home.resolve("conf"));
    Files.writeString(home.resolve("conf/closedloop.yml"), settings);
  }

  /** How a command ended. */
  record Ran(int status, String output, String errors) {}

  Path home() {
    return home;
  }

  /** Starts the server and waits until it listens. */
  void start() throws IOException {
    Process started =
        launch("start-" + ++starts, "start", "--home", home.toString(), "--port", "0");
    process = started;
    await("the server listens")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> listens(started));
  }

  private boolean listens(Process started) throws IOException {
    assertThat(started.isAlive())
        .as(() -> "the server runs on; it said " + said("start-" + starts))
        .isTrue();
    Properties note = note();
    return note.getProperty("pid", "").equals(Long.toString(started.pid()));
  }

  /** Ends it as a power cut would. */
  void kill() throws InterruptedException {
    Process running = requireNonNull(process);
    running.destroyForcibly();
    assertThat(running.waitFor(30, SECONDS)).as("it is gone").isTrue();
    process = null;
  }

  /** Ends it by SIGTERM and gives back its exit code. */
  int stop() throws InterruptedException {
    Process running = requireNonNull(process);
    running.destroy();
    assertThat(running.waitFor(30, SECONDS)).as("it ends within 30 s").isTrue();
    process = null;
    return running.exitValue();
  }

  /** Runs another command to its end; {@code --home} is added. */
  Ran run(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(words));
    command.addAll(List.of("--home", home.toString()));
    String name = words[0] + "-" + ++starts;
    Process ran = launch(name, command.toArray(String[]::new));
    assertThat(ran.waitFor(60, SECONDS)).as("%s ends", command).isTrue();
    return new Ran(
        ran.exitValue(),
        Files.readString(output(name), UTF_8),
        Files.readString(errors(name), UTF_8));
  }

  private Process launch(String name, String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(LAUNCHER.toString());
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(output(name).toFile())
            .redirectError(errors(name).toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("CLOSEDLOOP_JAVA_OPTS", "-Xmx256m -XX:TieredStopAtLevel=1");
    builder.environment().putAll(environment);
    return builder.start();
  }

  private Path output(String name) {
    return home.resolveSibling(home.getFileName() + "-" + name + ".out");
  }

  private Path errors(String name) {
    return home.resolveSibling(home.getFileName() + "-" + name + ".err");
  }

  private String said(String name) {
    try {
      return Files.readString(output(name), UTF_8) + Files.readString(errors(name), UTF_8);
    } catch (IOException e) {
      return "nothing readable: " + e;
    }
  }

  private Properties note() throws IOException {
    Properties note = new Properties();
    Path file = home.resolve("server.properties");
    if (Files.exists(file)) {
      try (var in = Files.newBufferedReader(file, UTF_8)) {
        note.load(in);
      }
    }
    return note;
  }

  /** Its log so far. */
  String log() throws IOException {
    return Files.readString(home.resolve("logs/closedloop.log"), UTF_8);
  }

  /** Where the running server listens. */
  URI url() throws IOException {
    return URI.create("http://127.0.0.1:" + note().getProperty("port"));
  }

  URI webhook() throws IOException {
    return url().resolve("/webhooks/github");
  }

  /** Reads from its API; anything but 200 fails the test. */
  JsonNode get(String path) throws IOException, InterruptedException {
    return send(path, HttpRequest.newBuilder());
  }

  /** Posts to its API; anything but 200 fails the test. */
  JsonNode post(String path, Map<String, String> body) throws IOException, InterruptedException {
    return send(
        path,
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body))));
  }

  private JsonNode send(String path, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    String token = Files.readString(home.resolve("admin-token"), UTF_8).strip();
    HttpResponse<String> answer =
        http.send(
            request
                .uri(url().resolve(path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token)
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
    return json.readTree(answer.body());
  }

  /** All incidents of a repository, with their timelines, newest first. */
  List<JsonNode> incidents(String repository) throws IOException, InterruptedException {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode row : get("/api/v1/incidents?repository=" + repository).path("items")) {
      found.add(get("/api/v1/incidents/" + row.path("id").asString("")));
    }
    return found;
  }

  @Override
  public void close() {
    try {
      if (process != null) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    http.close();
  }
}
