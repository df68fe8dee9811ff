package io.closedloop.action.format;

import io.closedloop.api.Evidence;
import io.closedloop.api.EvidenceLine;
import io.closedloop.api.Json;
import io.closedloop.api.Situation;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
  private final Map<String, List<String>> byName;
  private final Supplier<WorkFolders> folders;
  private final Supplier<Set<String>> touched;
  private final Pattern workFolder;
  private final Set<String> found = new TreeSet<>();
  private final Set<String> unclear = new TreeSet<>();

  /**
   * None yet, of a check that ran elsewhere.
   *
   * @param files those of the checkout that count
   */
  static Complaints of(Situation situation, Collection<String> files, Log log) {
    return new Complaints(
        files,
        situation.incident().repo().name(),
        once(() -> WorkFolders.of(situation, log)),
        once(() -> Set.copyOf(touched(situation))));
  }

  /** None yet, of a tool that was run here, at the root of the checkout. */
  static Complaints here(Situation situation, Collection<String> files) {
    return new Complaints(
        files, situation.incident().repo().name(), () -> WorkFolders.ROOT, Set::of);
  }

  /** Runners check out into a folder of the repository's name. */
  private Complaints(
      Collection<String> files,
      String repository,
      Supplier<WorkFolders> folders,
      Supplier<Set<String>> touched) {
    this.files = Set.copyOf(files);
    this.byName = this.files.stream().collect(Collectors.groupingBy(Complaints::name));
    this.folders = folders;
    this.touched = touched;
    this.workFolder =
        Pattern.compile(
            "^(?:.*/)?(?:work|_work|__w|a)/"
                + Pattern.quote(repository)
                + "/"
                + Pattern.quote(repository)
                + "/(.+)$",
            Pattern.DOTALL);
  }

  /** Asked for where a path fits several files only; it may cost a request. */
  private static <T> Supplier<T> once(Supplier<T> source) {
    Map<String, T> kept = new HashMap<>();
    return () -> kept.computeIfAbsent("", _ -> source.get());
  }

  /** The files found so far. */
  Set<String> found() {
    return new TreeSet<>(found);
  }

  /** What was printed and fits several files. */
  Set<String> unclear() {
    return new TreeSet<>(unclear);
  }

  /**
   * Those of the files that the check named: anywhere in a line that speaks for the diagnosis or in
   * an annotation, and at the beginning of any other line; or, where it named none, those that the
   * pull request changes.
   */
  static List<String> about(Situation situation, Collection<String> files) {
    Complaints named = of(situation, files, Log.of(situation));
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
    List<String> fitting = fitting(path);
    if (!fitting.isEmpty()) {
      chosen(path, fitting).ifPresentOrElse(found::add, () -> unclear.add(path));
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
  }

  /** The files that it may mean: a check in a folder prints paths that begin there. */
  private List<String> fitting(String path) {
    // A bare name fits too much, unless there is such a file at the root or in the check's folder.
    if (!path.contains("/")
        && !files.contains(path)
        && (path.isEmpty()
            || folders.get().named().stream().noneMatch(f -> files.contains(f + "/" + path)))) {
      return List.of();
    }
    return byName.getOrDefault(name(path), List.of()).stream()
        .filter(file -> file.equals(path) || file.endsWith("/" + path))
        .toList();
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The one that it means: what the change touched comes before what lies where the check ran. */
  private Optional<String> chosen(String path, List<String> fitting) {
    if (fitting.size() == 1) {
      return Optional.of(fitting.getFirst());
    }
    Set<String> changed = touched.get();
    List<String> likely = fitting.stream().filter(changed::contains).toList();
    if (likely.size() == 1) {
      return Optional.of(likely.getFirst());
    }
    List<String> left = likely.isEmpty() ? fitting : likely;
    WorkFolders ran = folders.get();
    if (ran.onlyRoot()) {
      return Optional.of(path).filter(left::contains);
    }
    if (ran.named().isEmpty()) {
      return Optional.empty();
    }
    List<String> there =
        left.stream()
            .filter(file ->
                file.equals(path)
                    ? !ran.neverRoot()
                    : ran.named().stream().anyMatch(f -> file.equals(f + "/" + path)))
            .toList();
    return there.size() == 1 ? Optional.of(there.getFirst()) : Optional.empty();
  }
}
