package io.closedloop.action.format;

import io.closedloop.api.Evidence;
import io.closedloop.api.EvidenceLine;
import io.closedloop.api.Json;
import io.closedloop.api.Situation;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
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
  private final Pattern workFolder;
  private final Set<String> found = new TreeSet<>();

  /**
   * None yet.
   *
   * @param files those of the checkout that count
   * @param repository its name without the owner: runners check out into a folder of that name
   */
  Complaints(Collection<String> files, String repository) {
    this.files = Set.copyOf(files);
    this.workFolder =
        Pattern.compile(
            "^(?:.*/)?(?:work|_work|__w|a)/"
                + Pattern.quote(repository)
                + "/"
                + Pattern.quote(repository)
                + "/(.+)$",
            Pattern.DOTALL);
  }

  /** The files found so far. */
  Set<String> found() {
    return new TreeSet<>(found);
  }

  /**
   * Those of the files that the check named: anywhere in a line that speaks for the diagnosis or in
   * an annotation, and at the beginning of any other line; or, where it named none, those that the
   * pull request changes.
   */
  static List<String> about(Situation situation, Collection<String> files) {
    Complaints named = new Complaints(files, situation.incident().repo().name());
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

  /** Paths that the pull request changes; without one, those that the commit changes. */
  static List<String> touched(Situation situation) {
    Integer pullRequest = situation.incident().pullRequest();
    return pullRequest != null
        ? situation.github().changedFiles(pullRequest)
        : situation
            .github()
            .get("commits/" + situation.incident().headSha())
            .flatMap(commit -> commit.get("files"))
            .map(Json::list)
            .orElse(List.of())
            .stream()
            .flatMap(file -> file.get("filename").flatMap(Json::text).stream())
            .toList();
  }

  private static Stream<String> words(String line) {
    return BETWEEN_WORDS.splitAsStream(line);
  }

  /** The first word of a line that is no mark of a logger or a list. */
  private static Optional<String> first(String line) {
    return words(line).filter(word -> !MARKS.contains(word)).findFirst();
  }

  /** Takes down what may be a path, however the check wrote it. */
  void add(String word) {
    if (word.length() > LONGEST_PATH) {
      return;
    }
    String path = word.startsWith("./") ? word.substring(2) : word;
    if (files.contains(path)) {
      found.add(path);
      return;
    }
    Matcher absolute = workFolder.matcher(path.replace('\\', '/'));
    if (absolute.matches()) {
      if (files.contains(absolute.group(1))) {
        found.add(absolute.group(1));
      }
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
