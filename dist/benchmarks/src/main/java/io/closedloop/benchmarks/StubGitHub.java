package io.closedloop.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/**
 * As much of GitHub as a failed run needs whose only job could not reach a registry: any number of
 * such runs, each in a repository of its own called {@code acme/app-RUN}. It remembers when each
 * was asked to run again.
 */
final class StubGitHub extends Handler.Abstract implements AutoCloseable {
  private static final Pattern REPOSITORY = Pattern.compile("/repos/acme/app-(\\d+)(/.*)?");
  private static final String SHA = "1234567890abcdef1234567890abcdef12345678";

  private static final String COMMIT =
      "{\"sha\":\"%s\",\"author\":{\"login\":\"octocat\"},\"committer\":{\"login\":\"octocat\"},\"commit\":{\"message\":\"Change\",\"tree\":{\"sha\":\"%s\"}},\"parents\":[]}"
          .formatted(SHA, SHA);

  private static final String LOG =
      """
      2026-11-22T10:00:00.0000000Z ##[group]Run npm ci
      2026-11-22T10:00:00.1000000Z ##[endgroup]
      2026-11-22T10:00:03.0000000Z npm error code ECONNREFUSED
      2026-11-22T10:00:03.1000000Z npm error errno ECONNREFUSED
      2026-11-22T10:00:03.2000000Z npm error FetchError: request to https://registry.acme.org/x failed, reason: connect ECONNREFUSED 10.0.0.1:443
      2026-11-22T10:00:04.0000000Z ##[error]Process completed with exit code 1.
      """;

  private final Server server = new Server(new VirtualThreadPool(1_000));
  private final ServerConnector connector = new ServerConnector(server, 1, 1);
  private final Map<Long, Long> rerunAt = new ConcurrentHashMap<>();

  private record Answer(int status, String body) {}

  StubGitHub() throws Exception {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(this);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + connector.getLocalPort();
  }

  /** When the run was first asked for anew, as {@link System#nanoTime}. */
  Optional<Long> rerunAt(long run) {
    return Optional.ofNullable(rerunAt.get(run));
  }

  int reruns() {
    return rerunAt.size();
  }

  static String repository(long run) {
    return "acme/app-" + run;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = Request.getPathInContext(request);
    Matcher repository = REPOSITORY.matcher(path);
    Answer answer =
        repository.matches()
            ? answer(
                request.getMethod(),
                Long.parseLong(repository.group(1)),
                repository.group(2) == null ? "" : repository.group(2))
            : path.equals("/user")
                ? new Answer(200, "{\"login\":\"closedloop-bot\",\"id\":7}")
                : new Answer(404, "{\"message\":\"Not Found\"}");
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    response.setStatus(answer.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }

  private Answer answer(String method, long run, String path) {
    if (method.equals("POST") && path.matches("/actions/(runs|jobs)/\\d+/rerun.*")) {
      rerunAt.putIfAbsent(run, System.nanoTime());
      return new Answer(201, "{}");
    }
    if (!method.equals("GET")) {
      return new Answer(201, "{\"id\":1}");
    }
    if (path.isEmpty()) {
      return new Answer(
          200,
          "{\"full_name\":\"%s\",\"default_branch\":\"main\",\"private\":false,\"archived\":false,\"fork\":false}"
              .formatted(repository(run)));
    }
    if (path.endsWith("/logs")) {
      return new Answer(200, LOG);
    }
    if (path.endsWith("/jobs")) {
      return new Answer(200, "{\"total_count\":1,\"jobs\":[%s]}".formatted(job(run)));
    }
    if (path.startsWith("/actions/jobs/")) {
      return new Answer(200, job(run));
    }
    if (path.matches("/actions/runs/\\d+.*")) {
      return new Answer(200, run(run));
    }
    if (path.equals("/actions/runs")) {
      return new Answer(200, "{\"total_count\":1,\"workflow_runs\":[%s]}".formatted(run(run)));
    }
    if (path.startsWith("/git/ref/heads/")) {
      return new Answer(
          200,
          "{\"ref\":\"refs/heads/topic\",\"object\":{\"sha\":\"%s\",\"type\":\"commit\"}}"
              .formatted(SHA));
    }
    if (path.startsWith("/branches/")) {
      return new Answer(
          200, "{\"name\":\"topic\",\"commit\":%s,\"protected\":false}".formatted(COMMIT));
    }
    if (path.startsWith("/commits/")) {
      return new Answer(200, COMMIT);
    }
    return new Answer(200, "[]");
  }

  private String run(long run) {
    boolean again = rerunAt.containsKey(run);
    return """
    {"id":%d,"run_attempt":%d,"workflow_id":1,"name":"Build","path":".github/workflows/build.yml","event":"push",\
    "head_branch":"topic","head_sha":"%s","status":"%s","conclusion":%s,"pull_requests":[],\
    "head_repository":{"full_name":"%s"},"repository":{"full_name":"%s"},"actor":{"login":"octocat"},\
    "run_started_at":"2026-11-22T10:00:00Z","updated_at":"2026-11-22T10:00:05Z","html_url":"https://github.com/x"}\
    """
        .formatted(
            run,
            again ? 2 : 1,
            SHA,
            again ? "in_progress" : "completed",
            again ? "null" : "\"failure\"",
            repository(run),
            repository(run));
  }

  private static String job(long run) {
    return """
    {"id":%d,"run_id":%d,"run_attempt":1,"name":"build","status":"completed","conclusion":"failure",\
    "started_at":"2026-11-22T10:00:00Z","completed_at":"2026-11-22T10:00:05Z","runner_name":"r",\
    "steps":[{"number":1,"name":"Run npm ci","status":"completed","conclusion":"failure"}]}\
    """
        .formatted(run * 10, run);
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException("the stand-in for GitHub did not stop", e);
    }
  }
}
