package io.closedloop.core.github;

import io.closedloop.api.Evidence;
import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.Json;
import io.closedloop.api.PullRequest;
import io.closedloop.api.RepoId;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * GitHub's JSON as our records. A field that is missing, unknown or of another type never fails.
 */
final class Parse {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private Parse() {}

  static JsonNode strict(Request request, Reply reply) {
    try {
      return MAPPER.readTree(reply.body().toByteArray());
    } catch (JacksonException e) {
      throw new GitHubUnavailable(
          request + " was answered with something that is not JSON: is github.api_url right?", e);
    }
  }

  /** Something without fields when it is no JSON. */
  static JsonNode lenient(ByteString body) {
    try {
      return MAPPER.readTree(body.toByteArray());
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  static ByteString bytes(Map<String, ?> body) {
    return ByteString.of(MAPPER.writeValueAsBytes(body));
  }

  static WorkflowRun run(RepoId repo, JsonNode run) {
    JsonNode actor = run.has("triggering_actor") ? run.path("triggering_actor") : run.path("actor");
    return new WorkflowRun(
        repo,
        number(run, "id"),
        (int) Math.max(1, number(run, "run_attempt")),
        number(run, "workflow_id"),
        text(run, "name", ""),
        text(run, "path", ""),
        text(run, "event", ""),
        text(run, "head_branch"),
        text(run, "head_sha", ""),
        repo(run.path("head_repository")),
        text(run, "status", ""),
        text(run, "conclusion"),
        text(actor, "login", ""),
        each(run.path("pull_requests"), pull -> (int) number(pull, "number")),
        time(run, "run_started_at"),
        time(run, "updated_at"),
        text(run, "html_url", ""));
  }

  static WorkflowJob job(JsonNode job) {
    return new WorkflowJob(
        number(job, "id"),
        number(job, "run_id"),
        (int) Math.max(1, number(job, "run_attempt")),
        text(job, "name", ""),
        text(job, "status", ""),
        text(job, "conclusion"),
        time(job, "started_at"),
        time(job, "completed_at"),
        text(job, "runner_name"),
        each(
            job.path("steps"),
            step ->
                new WorkflowJob.Step(
                    (int) number(step, "number"),
                    text(step, "name", ""),
                    text(step, "status", ""),
                    text(step, "conclusion"),
                    time(step, "started_at"),
                    time(step, "completed_at"))),
        text(job, "html_url", ""));
  }

  static PullRequest pullRequest(JsonNode pull) {
    JsonNode head = pull.path("head");
    return new PullRequest(
        (int) number(pull, "number"),
        text(pull, "state", ""),
        text(pull, "title", ""),
        text(pull.path("user"), "login", ""),
        text(head, "ref", ""),
        text(head, "sha", ""),
        repo(head.path("repo")),
        text(pull.path("base"), "ref", ""),
        pull.path("maintainer_can_modify").asBoolean(false),
        text(pull, "html_url", ""));
  }

  static CommitInfo commit(JsonNode commit) {
    return new CommitInfo(
        text(commit, "sha", ""),
        text(commit.path("commit").path("tree"), "sha", ""),
        text(commit.path("author"), "login"),
        text(commit.path("committer"), "login"),
        text(commit.path("commit"), "message", ""),
        each(commit.path("parents"), parent -> text(parent, "sha", "")));
  }

  static Comparison comparison(JsonNode compared) {
    return new Comparison(
        number(compared, "ahead_by"),
        number(compared, "behind_by"),
        each(
            compared.path("commits"),
            commit ->
                new Comparison.Commit(
                    text(commit, "sha", ""),
                    text(commit.path("commit"), "message", "").lines().findFirst().orElse(""),
                    text(
                        commit.path("author"),
                        "login",
                        text(commit.path("commit").path("author"), "name", "")))),
        each(
            compared.path("files"),
            file ->
                new Comparison.File(
                    text(file, "filename", ""),
                    text(file, "status", ""),
                    number(file, "additions"),
                    number(file, "deletions"))));
  }

  static Comment comment(JsonNode comment) {
    return new Comment(
        number(comment, "id"),
        text(comment.path("user"), "login", ""),
        text(comment, "body", ""),
        text(comment, "html_url", ""));
  }

  static Evidence.Annotation annotation(JsonNode annotation) {
    return new Evidence.Annotation(
        text(annotation, "path", ""),
        (int) number(annotation, "start_line"),
        text(annotation, "annotation_level", ""),
        text(annotation, "message", ""),
        text(annotation, "title", ""));
  }

  static Artifact artifact(JsonNode artifact) {
    return new Artifact(
        number(artifact, "id"),
        text(artifact, "name", ""),
        number(artifact, "size_in_bytes"),
        artifact.path("expired").asBoolean(false),
        time(artifact, "created_at"));
  }

  static TreeEntry treeEntry(JsonNode entry) {
    return new TreeEntry(
        text(entry, "path", ""),
        text(entry, "mode", ""),
        text(entry, "sha", ""),
        number(entry, "size"));
  }

  static RepositoryInfo repository(RepoId asked, JsonNode repository) {
    RepoId id = repo(repository);
    return new RepositoryInfo(
        id == null ? asked : id,
        text(repository, "default_branch", "main"),
        repository.path("private").asBoolean(true),
        repository.path("archived").asBoolean(false),
        repository.path("fork").asBoolean(false));
  }

  static <T> List<T> each(JsonNode array, Function<JsonNode, T> item) {
    List<T> items = new ArrayList<>(array.size());
    array.forEach(node -> items.add(item.apply(node)));
    return List.copyOf(items);
  }

  static @Nullable String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isString() ? value.stringValue() : null;
  }

  static String text(JsonNode node, String field, String otherwise) {
    String value = text(node, field);
    return value == null ? otherwise : value;
  }

  /** 0 when it is no number. */
  static long number(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.canConvertToLong() && value.isIntegralNumber() ? value.longValue() : 0;
  }

  private static @Nullable Instant time(JsonNode node, String field) {
    String value = text(node, field);
    try {
      return value == null
          ? null
          : DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(value, Instant::from);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static @Nullable RepoId repo(JsonNode repository) {
    String name = text(repository, "full_name");
    try {
      return name == null ? null : RepoId.parse(name);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  static Json json(JsonNode node) {
    if (node.isObject()) {
      Map<String, Json> members = new LinkedHashMap<>();
      node.properties().forEach(member -> members.put(member.getKey(), json(member.getValue())));
      return Json.object(members);
    }
    if (node.isArray()) {
      return Json.array(each(node, Parse::json));
    }
    if (node.isNumber() && Double.isFinite(node.doubleValue())) {
      return new Json.Num(node.decimalValue());
    }
    if (node.isBoolean()) {
      return Json.of(node.booleanValue());
    }
    return node.isString() ? Json.of(node.stringValue()) : new Json.Null();
  }
}
