package io.closedloop.action.format;

import io.closedloop.api.Workspace;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks for a version, the first group of a pattern, in files of a repository. */
record PinSearch(Workspace workspace) {
  private static final int FILES = 20;

  /** In the first of the files that holds one; those of the repository itself go first. */
  Optional<Pin> in(List<String> globs, Pattern pattern) {
    for (String glob : globs) {
      List<String> files =
          workspace.files(glob).stream()
              .filter(file -> !file.contains("node_modules/"))
              .sorted((a, b) -> Long.compare(depth(a), depth(b)))
              .limit(FILES)
              .toList();
      for (String file : files) {
        Matcher found = pattern.matcher(workspace.read(file).orElse(""));
        if (found.find()) {
          return Optional.of(new Pin(found.group(1), file));
        }
      }
    }
    return Optional.empty();
  }

  /** In the log. */
  static Optional<Pin> in(Log log, Pattern pattern) {
    for (String line : log.lines()) {
      Matcher found = pattern.matcher(line);
      if (found.find()) {
        return Optional.of(new Pin(found.group(1), "the log"));
      }
    }
    return Optional.empty();
  }

  private static long depth(String path) {
    return path.chars().filter(c -> c == '/').count();
  }
}
