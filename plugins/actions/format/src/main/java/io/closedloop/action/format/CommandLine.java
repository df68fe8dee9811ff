package io.closedloop.action.format;

import io.closedloop.api.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds what a repository tells a tool about style where it calls it: in the log, in pre-commit's
 * configuration, in a workflow. Only known options are taken over, and only with plain values.
 *
 * @param checks what makes a line one that checks
 * @param known options about style, and whether a value follows
 */
record CommandLine(String tool, List<String> checks, Map<String, Boolean> known) {
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_./-]{0,200}");
  private static final Pattern WORDS = Pattern.compile("[\\s,\\[\\]\"']+");
  private static final int WORDS_AT_MOST = 200;

  /** The options, in the order of the first such line. */
  List<String> options(Workspace workspace, Log log) {
    Stream<String> workflows =
        workspace.files(".github/workflows/*.{yml,yaml}").stream()
            .limit(50)
            .flatMap(file -> workspace.read(file).stream())
            .flatMap(String::lines);
    return ofHook(workspace, log)
        .or(() ->
            Stream.concat(log.lines().stream(), workflows)
                .flatMap(line -> arguments(line).stream())
                .filter(words -> checks.stream().anyMatch(words::contains))
                .findFirst())
        .map(this::taken)
        .orElse(List.of());
  }

  /** The arguments of the tool's hook, where it was pre-commit that ran it. */
  private Optional<List<String>> ofHook(Workspace workspace, Log log) {
    if (!log.failedHooks().contains(tool)) {
      return Optional.empty();
    }
    String file = workspace.read(".pre-commit-config.yaml").orElse("");
    Matcher hook = Pattern.compile("-\\s+id:\\s*['\"]?" + tool + "\\b").matcher(file);
    if (!hook.find()) {
      return Optional.empty();
    }
    String rest = file.substring(hook.end()).split("\\n\\s*-\\s+(?:id|repo):", 2)[0];
    Matcher arguments = Pattern.compile("args:\\s*\\[([^]]{0,1000})]").matcher(rest);
    return Optional.of(arguments.find() ? words(arguments.group(1)) : List.of());
  }

  private Optional<List<String>> arguments(String line) {
    Matcher call = Pattern.compile("(?:^|[\\s;&|\"'/])" + tool + "\\s+([^;&|]*)").matcher(line);
    return call.find() ? Optional.of(words(call.group(1))) : Optional.empty();
  }

  private static List<String> words(String text) {
    return WORDS.splitAsStream(text).filter(it -> !it.isEmpty()).limit(WORDS_AT_MOST).toList();
  }

  private List<String> taken(List<String> words) {
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String[] parts = words.get(i).split("=", 2);
      Boolean hasValue = known.get(parts[0]);
      if (hasValue == null) {
        continue;
      }
      if (!hasValue) {
        taken.add(parts[0]);
        continue;
      }
      String value = parts.length == 2 ? parts[1] : i + 1 < words.size() ? words.get(i + 1) : "";
      if (VALUE.matcher(value).matches() && !value.contains("..")) {
        taken.add(parts[0]);
        taken.add(value);
      }
    }
    return taken;
  }
}
