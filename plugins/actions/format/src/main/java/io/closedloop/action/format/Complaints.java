package io.closedloop.action.format;

import io.closedloop.api.Evidence;
import io.closedloop.api.EvidenceLine;
import io.closedloop.api.Situation;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the files of a checkout that a check complained about; what it printed is hostile text and
 * is never used as a path.
 */
final class Complaints {
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s\"'`()\\[\\]{}<>,;:=|]+");
  private static final Set<String> MARKS =
      Set.of("ERROR", "error", "##", "WARNING", "FAIL", "-", "*", "");

  private static final int LONGEST_PATH = 1_000;

  private final Set<String> files;
  private final Set<String> found = new TreeSet<>();

  private Complaints(Collection<String> files) {
    this.files = Set.copyOf(files);
  }

  /**
   * Those of the files that the check named: anywhere in a line that speaks for the diagnosis or in
   * an annotation, and at the beginning of any other line; or, where it named none, those that the
   * pull request changes.
   */
  static List<String> about(Situation situation, Collection<String> files) {
    Complaints named = new Complaints(files);
    for (EvidenceLine line : situation.diagnosis().evidence()) {
      words(line.text()).forEach(named::add);
    }
    for (Evidence evidence : situation.evidence()) {
      evidence.annotations().forEach(annotation -> named.add(annotation.path()));
      for (Evidence.Excerpt excerpt : evidence.excerpts()) {
        excerpt.lines().forEach(line -> first(line).ifPresent(named::add));
      }
    }
    if (!named.found.isEmpty()) {
      return List.copyOf(named.found);
    }
    Integer pullRequest = situation.incident().pullRequest();
    return pullRequest == null
        ? List.of()
        : situation.github().changedFiles(pullRequest).stream()
            .filter(named.files::contains)
            .sorted()
            .toList();
  }

  private static Stream<String> words(String line) {
    return BETWEEN_WORDS.splitAsStream(line);
  }

  /** The first word of a line that is no mark of a logger or a list. */
  private static Optional<String> first(String line) {
    return words(line).filter(word -> !MARKS.contains(word)).findFirst();
  }

  private void add(String word) {
    if (word.length() > LONGEST_PATH) {
      return;
    }
    String path = word.startsWith("./") ? word.substring(2) : word;
    if (files.contains(path)) {
      found.add(path);
      return;
    }
    // A runner prints absolute paths; what follows some slash is then the path in the repository.
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (files.contains(path.substring(slash + 1))) {
        found.add(path.substring(slash + 1));
        return;
      }
    }
    // A build of modules prints paths that begin at the module.
    if (path.contains("/")) {
      List<String> below = files.stream().filter(file -> file.endsWith("/" + path)).toList();
      if (below.size() == 1) {
        found.add(below.getFirst());
      }
    }
  }
}
