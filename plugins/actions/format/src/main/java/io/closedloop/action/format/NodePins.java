package io.closedloop.action.format;

import io.closedloop.api.Workspace;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the version that a repository wants of Prettier. */
final class NodePins {
  private static final String VERSION = "v?([0-9]{1,4}(?:\\.[0-9]{1,6}){0,3})";
  private static final Pattern HOOK =
      Pattern.compile(
          "repo:\\s{0,9}\\S{0,200}/mirrors-prettier\\S{0,20}\\s{1,99}rev:\\s{0,9}[\"']?" + VERSION);

  private final PinSearch search;

  NodePins(Workspace workspace) {
    this.search = new PinSearch(workspace);
  }

  /** What a hook runs if a hook failed; else what is locked, what is required, what is called. */
  Optional<Pin> find(Log log) {
    Optional<Pin> first =
        log.failedHooks().contains("prettier")
            ? search.in(List.of(".pre-commit-config.yaml"), HOOK)
            : Optional.empty();
    return first
        .or(() ->
            search.in(
                List.of("{,**/}package-lock.json"),
                Pattern.compile(
                    "\"node_modules/prettier\": \\{\\s{0,99}\"version\": \"" + VERSION)))
        .or(() ->
            search.in(
                List.of("{,**/}yarn.lock"),
                Pattern.compile(
                    "(?m)^\"?prettier@[^\\n]{0,200}:\\n\\s{1,9}version:? \"?" + VERSION)))
        .or(() ->
            search.in(
                List.of("{,**/}pnpm-lock.yaml"),
                Pattern.compile("(?m)^\\s{1,9}['\"]?/?prettier[@/]" + VERSION)))
        .or(() ->
            search.in(
                List.of("{,**/}package.json"),
                Pattern.compile("\"prettier\"\\s{0,9}:\\s{0,9}\"[\\^~=]?" + VERSION)))
        .or(() ->
            search.in(
                List.of(".github/workflows/*.{yml,yaml}"),
                Pattern.compile("\\bprettier@" + VERSION)))
        .or(() -> search.in(List.of(".pre-commit-config.yaml"), HOOK));
  }
}
