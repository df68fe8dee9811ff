package io.closedloop.core.github;

import io.closedloop.api.CheckRun;
import io.closedloop.api.RepoId;
import io.closedloop.core.github.GitHubRefused.Kind;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Writes check runs, each once and from then on in place. */
record Checks(Calls calls, Supplier<String> login) {
  /** GitHub's documents say characters, its refusals count bytes: this holds for both. */
  private static final int MOST_BYTES = 65_535;

  private static final int MOST_TITLE = 255;
  private static final int MOST_LISTED = 100;
  private static final String CUT = "\n\n…";

  /** One that stands on GitHub. */
  private record Standing(long id, String url, JsonNode node) {
    static Standing of(JsonNode node) {
      return new Standing(node.path("id").asLong(0), Parse.text(node, "html_url", ""), node);
    }

    boolean says(Map<String, ?> body) {
      return body.entrySet().stream()
          .allMatch(field ->
              field.getValue() instanceof Map<?, ?> output
                  ? output.entrySet().stream()
                      .allMatch(part ->
                          part.getValue()
                              .equals(Parse.text(node.path("output"), part.getKey().toString())))
                  : field.getValue().equals(Parse.text(node, field.getKey())));
    }
  }

  Optional<String> write(RepoId repo, String sha, CheckRun run) {
    try {
      return Optional.of(upsert(repo, sha, run));
    } catch (GitHubRefused e) {
      if (e.kind() == Kind.FORBIDDEN) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private String upsert(RepoId repo, String sha, CheckRun run) {
    Map<String, Object> body = body(run);
    Optional<Standing> mine = mine(repo, sha, run);
    if (mine.isEmpty()) {
      Map<String, Object> first = new LinkedHashMap<>(body);
      first.put("head_sha", sha);
      return calls.once(
          () -> Standing.of(calls.write("POST", calls.at(repo, "check-runs"), first)).url(),
          () -> mine(repo, sha, run).map(Standing::url));
    }
    if (mine.get().says(body)) {
      return mine.get().url();
    }
    long id = mine.get().id();
    return calls.once(
        () ->
            Standing.of(calls.write("PATCH", calls.at(repo, "check-runs/{check}", id), body)).url(),
        Optional::empty);
  }

  /** Ours by the App that wrote it as well as by its key: others may copy a name and a key. */
  private Optional<Standing> mine(RepoId repo, String sha, CheckRun run) {
    String me = login.get();
    return calls
        .list(
            calls
                .at(repo, "commits/{sha}/check-runs", sha)
                .with("check_name", run.name())
                .with("filter", "latest"),
            "check_runs",
            MOST_LISTED,
            Standing::of)
        .stream()
        .filter(standing -> run.key().equals(Parse.text(standing.node(), "external_id")))
        .filter(
            standing -> me.equals(Parse.text(standing.node().path("app"), "slug", "") + "[bot]"))
        .findFirst();
  }

  private static Map<String, Object> body(CheckRun run) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", run.name());
    body.put("external_id", run.key());
    body.put("status", run.conclusion() == null ? "in_progress" : "completed");
    if (run.conclusion() != null) {
      body.put("conclusion", run.conclusion().name().toLowerCase(Locale.ROOT));
    }
    if (run.detailsUrl() != null) {
      body.put("details_url", run.detailsUrl());
    }
    body.put(
        "output",
        Map.of("title", Conversation.cut(run.title(), MOST_TITLE), "summary", fit(run.summary())));
    return body;
  }

  /** At most so many bytes, cut at the end of a line where there is one. */
  static String fit(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MOST_BYTES) {
      return text;
    }
    int end = MOST_BYTES - CUT.getBytes(StandardCharsets.UTF_8).length;
    while ((bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    String start = new String(bytes, 0, end, StandardCharsets.UTF_8);
    int line = start.lastIndexOf('\n');
    return (line > 0 ? start.substring(0, line) : start) + CUT;
  }
}
