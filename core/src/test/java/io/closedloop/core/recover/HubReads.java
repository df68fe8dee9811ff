package io.closedloop.core.recover;

import io.closedloop.core.recover.Hub.Answer;
import io.closedloop.core.recover.Hub.Commit;
import io.closedloop.core.recover.Hub.Job;
import io.closedloop.core.recover.Hub.Pull;
import io.closedloop.core.recover.Hub.Run;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What {@link Hub} answers to those who read. */
final class HubReads {
  private static final Pattern RUN =
      Pattern.compile("actions/runs/(\\d+)(?:/attempts/(\\d+))?(/jobs)?");

  private final Hub hub;

  HubReads(Hub hub) {
    this.hub = hub;
  }

  Answer read(String path, Map<String, String> query) {
    var run = RUN.matcher(path);
    if (run.matches()) {
      Run found = hub.runs.get(Long.parseLong(run.group(1)));
      if (found == null) {
        return Answer.NONE;
      }
      int attempt = run.group(2) == null ? found.attempt() : Integer.parseInt(run.group(2));
      if (attempt > found.attempt()) {
        return Answer.NONE;
      }
      return Answer.of(run.group(3) == null ? shown(found, attempt) : jobs(found, attempt));
    }
    if (path.matches("actions/jobs/\\d+")) {
      long id = Long.parseLong(path.substring("actions/jobs/".length()));
      return hub.runs.values().stream()
          .filter(r -> r.attempts.stream().flatMap(List::stream).anyMatch(j -> j.id == id))
          .findFirst()
          .map(r -> Answer.of(Map.of("id", id, "run_id", r.id, "name", "job")))
          .orElse(Answer.NONE);
    }
    if (path.equals("actions/runs")) {
      return Answer.of(
          Map.of(
              "workflow_runs",
              hub.runs.values().stream()
                  .filter(r -> query.getOrDefault("head_sha", r.sha).equals(r.sha))
                  .filter(r -> query.getOrDefault("event", r.event).equals(r.event))
                  .filter(r -> query.getOrDefault("status", r.status).equals(r.status))
                  .map(r -> shown(r, r.attempt()))
                  .toList()));
    }
    if (path.matches("actions/runs/\\d+/artifacts")) {
      long id = Long.parseLong(path.split("/", -1)[2]);
      return Answer.of(
          Map.of(
              "artifacts",
              hub.artifacts.entrySet().stream()
                  .filter(a -> a.getValue().run() == id)
                  .map(a -> shown(a.getKey(), a.getValue()))
                  .toList()));
    }
    if (path.matches("actions/artifacts/\\d+/zip")) {
      var artifact = hub.artifacts.get(Long.parseLong(path.split("/", -1)[2]));
      return artifact == null
          ? Answer.NONE
          : Answer.of(artifact.zip().getBytes(StandardCharsets.ISO_8859_1));
    }
    if (path.endsWith("/logs")) {
      long id = Long.parseLong(path.split("/", -1)[2]);
      return allJobs().stream()
          .filter(j -> j.id == id)
          .findFirst()
          .map(j -> Answer.of(j.log))
          .orElse(Answer.NONE);
    }
    if (path.endsWith("/annotations")) {
      return Answer.of(hub.annotations);
    }
    if (path.startsWith("rules/branches/")) {
      return Answer.of(List.of());
    }
    if (path.startsWith("branches/")) {
      String name = URLDecoder.decode(path.substring("branches/".length()), StandardCharsets.UTF_8);
      String head = hub.heads.get(name);
      return head == null
          ? Answer.NONE
          : Answer.of(
              Map.of(
                  "name",
                  name,
                  "commit",
                  shown(hub.known(head)),
                  "protected",
                  hub.protectedBranches));
    }
    if (path.startsWith("git/ref/heads/")) {
      String head = hub.heads.get(path.substring("git/ref/heads/".length()));
      return head == null ? Answer.NONE : Answer.of(Map.of("object", Map.of("sha", head)));
    }
    if (path.startsWith("commits/")) {
      return Optional.ofNullable(hub.commits.get(path.substring(8)))
          .map(c -> Answer.of(shown(c)))
          .orElse(Answer.NONE);
    }
    if (path.startsWith("git/trees/")) {
      Commit commit = hub.known(path.substring("git/trees/".length()));
      return Answer.of(
          Map.of(
              "truncated",
              hub.hugeTrees,
              "tree",
              commit.files().entrySet().stream()
                  .map(f ->
                      Map.of(
                          "path",
                          f.getKey(),
                          "mode",
                          "100644",
                          "sha",
                          "blob",
                          "size",
                          f.getValue().length()))
                  .toList()));
    }
    if (path.startsWith("contents/")) {
      String text =
          hub.known(query.getOrDefault("ref", ""))
              .files()
              .get(path.substring("contents/".length()));
      return text == null
          ? Answer.NONE
          : Answer.of(
              Map.of(
                  "type",
                  "file",
                  "encoding",
                  "base64",
                  "content",
                  Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    }
    if (path.equals("pulls")) {
      return Answer.of(
          hub.pulls.stream()
              .filter(p -> p.state.equals("open"))
              .filter(p ->
                  query
                      .getOrDefault("head", "")
                      .equals(p.headRepo.split("/", -1)[0] + ":" + p.head))
              .map(this::shown)
              .toList());
    }
    if (path.startsWith("compare/")) {
      String[] ends = path.substring("compare/".length()).split("\\.\\.\\.", 2);
      return Answer.of(Map.of("behind_by", holds(ends[1], hub.head(ends[0])) ? 0 : 1));
    }
    if (path.startsWith("pulls/")) {
      int number = Integer.parseInt(path.substring("pulls/".length()));
      return hub.pulls.stream()
          .filter(p -> p.number == number)
          .findFirst()
          .map(p -> Answer.of(shown(p)))
          .orElse(Answer.NONE);
    }
    return Answer.NONE;
  }

  /** Whether a commit is the other one or comes after it. */
  private boolean holds(String sha, String wanted) {
    return !sha.isEmpty() && (sha.equals(wanted) || holds(hub.known(sha).parent(), wanted));
  }

  private List<Job> allJobs() {
    return hub.runs.values().stream()
        .flatMap(r -> r.attempts.stream())
        .flatMap(List::stream)
        .toList();
  }

  private static Map<String, Object> shown(long id, Hub.Artifact artifact) {
    return Map.of(
        "id",
        id,
        "name",
        artifact.name(),
        "size_in_bytes",
        artifact.zip().length(),
        "expired",
        false,
        "created_at",
        artifact.at().toString());
  }

  private static Map<String, Object> shown(Commit commit) {
    return Map.of(
        "sha",
        commit.sha(),
        "commit",
        Map.of("message", commit.message(), "tree", Map.of("sha", commit.sha())),
        "author",
        Map.of("login", commit.author()),
        "parents",
        commit.parent().isEmpty() ? List.of() : List.of(Map.of("sha", commit.parent())));
  }

  Map<String, Object> shown(Pull pull) {
    return Map.of(
        "number",
        pull.number,
        "state",
        pull.state,
        "merged",
        !pull.merge.isEmpty(),
        "merge_commit_sha",
        pull.merge,
        "html_url",
        "https://github.com/octo/shop/pull/" + pull.number,
        "head",
        Map.of(
            "ref",
            pull.head,
            "sha",
            pull.headRepo.equals("octo/shop") ? hub.head(pull.head) : hub.head("fork:" + pull.head),
            "repo",
            Map.of("full_name", pull.headRepo)),
        "base",
        Map.of("ref", pull.base));
  }

  private Map<String, Object> shown(Run run, int attempt) {
    Map<String, Object> shown = new LinkedHashMap<>();
    boolean newest = attempt == run.attempt();
    shown.put("id", run.id);
    shown.put("run_attempt", attempt);
    shown.put("workflow_id", run.workflow);
    shown.put("name", "CI");
    shown.put("event", run.event);
    shown.put("head_branch", run.branch);
    shown.put("head_sha", run.sha);
    shown.put("head_repository", Map.of("full_name", run.headRepo));
    run.started().ifPresent(at -> shown.put("run_started_at", at.toString()));
    shown.put("status", newest ? run.status : "completed");
    boolean red =
        run.attempts.get(attempt - 1).stream()
            .anyMatch(j -> !j.mayFail && !"success".equals(j.conclusion));
    shown.put("conclusion", red ? "failure" : "success");
    shown.put("triggering_actor", Map.of("login", run.actor));
    shown.put(
        "pull_requests",
        hub.pulls.stream()
            .filter(p -> run.event.equals("pull_request") && run.headRepo.equals("octo/shop"))
            .filter(p -> p.head.equals(run.branch))
            .map(p -> Map.of("number", p.number))
            .toList());
    return shown;
  }

  private static Map<String, Object> jobs(Run run, int attempt) {
    List<Map<String, Object>> jobs = new ArrayList<>();
    for (Job job : run.attempts.get(attempt - 1)) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("id", job.id);
      shown.put("run_id", run.id);
      shown.put("run_attempt", attempt);
      shown.put("name", job.name);
      shown.put("status", job.conclusion == null ? "in_progress" : "completed");
      shown.put("conclusion", job.conclusion);
      shown.put("started_at", job.started == null ? null : job.started.toString());
      shown.put("steps", List.of());
      shown.put("html_url", "https://github.com/octo/shop/actions/runs/" + run.id);
      jobs.add(shown);
    }
    return Map.of("jobs", jobs);
  }
}
