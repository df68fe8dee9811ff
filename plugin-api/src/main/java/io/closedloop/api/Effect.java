package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Something that changes the world, as a value. Only the core carries it out, after boundaries,
 * mode and approval.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public sealed interface Effect {

  /** What may be repeated after a crash in the middle. */
  RepeatPolicy repeat();

  /** Runs jobs of a run again. {@code debug} switches on debug logging. */
  record Rerun(long runId, Scope scope, boolean debug) implements Effect {
    @Override
    public RepeatPolicy repeat() {
      return RepeatPolicy.GUARDED;
    }

    /** Which jobs. */
    public sealed interface Scope {
      /** All that failed, with their dependants. */
      record FailedJobs() implements Scope {}

      /** All. */
      record AllJobs() implements Scope {}

      /** One, with its dependants. */
      record OneJob(long jobId) implements Scope {}
    }
  }

  /** Cancels a run. */
  record CancelRun(long runId) implements Effect {
    @Override
    public RepeatPolicy repeat() {
      return RepeatPolicy.PROBE;
    }
  }

  /** Starts a workflow by {@code workflow_dispatch}. */
  record DispatchWorkflow(String workflowFile, String ref, Map<String, String> inputs)
      implements Effect {
    public DispatchWorkflow {
      inputs = Map.copyOf(inputs);
    }

    @Override
    public RepeatPolicy repeat() {
      return RepeatPolicy.NEVER;
    }
  }

  /**
   * Commits to the incident's branch; the core makes it a pull request of its own where that branch
   * is protected or the default one, and an offered patch where the branch lies in a fork.
   */
  record Commit(Patch patch, String message) implements Effect {
    @Override
    public RepeatPolicy repeat() {
      return RepeatPolicy.GUARDED;
    }
  }

  /** Opens a pull request of its own against the incident's branch. */
  record OpenPullRequest(Patch patch, String title, String body) implements Effect {
    @Override
    public RepeatPolicy repeat() {
      return RepeatPolicy.GUARDED;
    }
  }

  /** Merges the base branch into a pull request's branch. */
  record UpdateBranch(int pullRequest) implements Effect {
    @Override
    public RepeatPolicy repeat() {
      return RepeatPolicy.GUARDED;
    }
  }

  /** Reverts a commit, always by a pull request. */
  record Revert(String sha) implements Effect {
    @Override
    public RepeatPolicy repeat() {
      return RepeatPolicy.GUARDED;
    }
  }

  /** Deploys an earlier deployment again. */
  record Redeploy(long deploymentId, String environment) implements Effect {
    @Override
    public RepeatPolicy repeat() {
      return RepeatPolicy.PROBE;
    }
  }

  /** Sets a repository variable (never a secret). */
  record SetVariable(String name, String value) implements Effect {
    @Override
    public RepeatPolicy repeat() {
      return RepeatPolicy.IDEMPOTENT;
    }
  }

  /**
   * Deletes the repository's Actions caches whose key begins so; {@code ref} null means on every
   * ref.
   */
  record DeleteCaches(String keyPrefix, @Nullable String ref) implements Effect {
    @Override
    public RepeatPolicy repeat() {
      return RepeatPolicy.IDEMPOTENT;
    }
  }

  /** Blocks merges into a branch by a failing required status. */
  record HoldMerges(String branch, String reason, Duration atMost) implements Effect {
    @Override
    public RepeatPolicy repeat() {
      return RepeatPolicy.IDEMPOTENT;
    }
  }

  /** Ends {@link HoldMerges}. */
  record ReleaseMerges(String branch) implements Effect {
    @Override
    public RepeatPolicy repeat() {
      return RepeatPolicy.IDEMPOTENT;
    }
  }

  /**
   * Calls another system; its answer is kept, redacted, as the step's result ({@code status},
   * {@code body}). With {@link RepeatPolicy#IDEMPOTENT} the core sends one {@code Idempotency-Key}
   * header with each repetition.
   */
  record CallHttp(HttpCall call, RepeatPolicy repeat) implements Effect {
    public CallHttp {
      if (repeat == RepeatPolicy.GUARDED || repeat == RepeatPolicy.PROBE) {
        throw new IllegalArgumentException(
            "the core can neither guard nor probe another system: a call is IDEMPOTENT or NEVER, not "
                + repeat);
      }
    }

    /** A call that is never repeated. */
    public CallHttp(HttpCall call) {
      this(call, RepeatPolicy.NEVER);
    }
  }

  /** Asks another system every so often until its answer is as expected. */
  record AwaitHttp(HttpCall call, Until until, Duration every, Duration atMost) implements Effect {
    @Override
    public RepeatPolicy repeat() {
      return RepeatPolicy.IDEMPOTENT;
    }

    /** A status, and, unless null, a text at a JSON pointer (RFC 6901) of the body. */
    public record Until(int status, @Nullable String pointer, @Nullable String equalTo) {}
  }

  /**
   * Runs a command template that the operator declared; never free text. Arguments fill the
   * template's own holes.
   */
  record RunCommand(String template, Map<String, String> arguments) implements Effect {
    public RunCommand {
      arguments = Map.copyOf(arguments);
    }

    @Override
    public RepeatPolicy repeat() {
      return RepeatPolicy.NEVER;
    }
  }

  /** A request to another system. The credential is a name; a header must not hold a secret. */
  record HttpCall(
      String method,
      URI uri,
      Map<String, String> headers,
      @Nullable Json body,
      @Nullable CredentialRef credential) {
    public HttpCall {
      headers = Map.copyOf(headers);
      if (!List.of("GET", "POST", "PUT", "PATCH", "DELETE").contains(method)) {
        throw new IllegalArgumentException("unknown HTTP method " + method);
      }
    }

    /** A GET. */
    public static HttpCall get(String uri) {
      return new HttpCall("GET", URI.create(uri), Map.of(), null, null);
    }

    /** A POST of a JSON body. */
    public static HttpCall post(String uri, Json body) {
      return new HttpCall("POST", URI.create(uri), Map.of(), body, null);
    }

    /** A copy that presents a credential. */
    public HttpCall with(CredentialRef newCredential) {
      return new HttpCall(method, uri, headers, body, newCredential);
    }
  }
}
