package io.closedloop.core.github;

import io.closedloop.api.RepoId;
import io.closedloop.core.github.GitHubRefused.Kind;
import java.util.Optional;
import java.util.Set;

/** Reads branches: where they point, what guards them, what they hold. */
record Branches(Calls calls) {
  /** Rules that stand in the way of a direct push. */
  private static final Set<String> RULES =
      Set.of(
          "update",
          "pull_request",
          "merge_queue",
          "required_status_checks",
          "required_deployments",
          "required_signatures",
          "code_scanning",
          "workflows");

  private static final int MOST_RULES = 500;

  Optional<Branch> find(RepoId repo, String name) {
    // What was renamed answers by its new name.
    return calls
        .find(calls.at(repo, "branches/{branch}", name))
        .filter(found -> Parse.text(found, "name", name).equals(name))
        .map(found ->
            new Branch(
                Parse.commit(found.path("commit")),
                found.path("protected").asBoolean(true) || ruled(repo, name)));
  }

  private boolean ruled(RepoId repo, String branch) {
    try {
      return calls
          .list(
              calls.at(repo, "rules/branches/{branch}", branch),
              null,
              MOST_RULES,
              rule -> Parse.text(rule, "type", ""))
          .stream()
          .anyMatch(RULES::contains);
    } catch (GitHubRefused e) {
      // An older Enterprise Server knows no rules; being refused the look is no permission to push.
      return e.kind() != Kind.NOT_FOUND;
    }
  }

  /** Whether that commit holds all of the branch. */
  boolean within(RepoId repo, String branch, String sha) {
    return calls
        .find(calls.at(repo, "compare/{basehead}", branch + "..." + sha).with("per_page", 1))
        .map(compared -> compared.path("behind_by"))
        .filter(behind -> behind.isIntegralNumber() && behind.asLong(1) == 0)
        .isPresent();
  }
}
