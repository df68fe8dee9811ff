package io.closedloop.action.format;

import io.closedloop.api.Situation;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folders that a check may have run in, as its workflow and its log tell; what they print is
 * hostile text and is only ever compared with paths of the checkout.
 *
 * @param named those that are named, without the root
 * @param onlyRoot whether nothing hints at a folder other than the root
 * @param neverRoot whether each call of the tool that is known stands behind a change of folder
 */
record WorkFolders(Set<String> named, boolean onlyRoot, boolean neverRoot) {
  /** For what was run here. */
  static final WorkFolders ROOT = new WorkFolders(Set.of(), true, false);

  private static final Pattern FOLDER =
      Pattern.compile(
          "(?:(?:^|[\\s;&|(\"'])(?:cd|pushd|-C|--prefix|--cwd|--dir)[ =]|working-directory:)\\s*[\"']?([A-Za-z0-9_@.][A-Za-z0-9_@./-]{0,200})");

  /** What runs a command in each of several packages, without naming their folders. */
  private static final Pattern EACH =
      Pattern.compile(
          "working-directory|\\bcd |\\b(?:turbo|nx|lerna|rush|wireit) |--filter|--workspace|\\bworkspaces? |pnpm (?:-r|--recursive)\\b");

  WorkFolders {
    named = Set.copyOf(named);
  }

  static WorkFolders of(Situation situation, Log log) {
    String workflow = situation.run().path().split("@", 2)[0];
    List<String> lines =
        Stream.concat(
                log.lines().stream(),
                situation.workspace().read(workflow).stream().flatMap(String::lines))
            .toList();
    Set<String> named =
        lines.stream()
            .flatMap(line -> FOLDER.matcher(line).results())
            .map(found -> plain(found.group(1)))
            .filter(folder -> !folder.isEmpty())
            .collect(Collectors.toSet());
    boolean elsewhere = lines.stream().anyMatch(line -> EACH.matcher(line).find());
    Pattern call =
        Pattern.compile("(?:^|[\\s;&|(\"'/])" + Pattern.quote(log.tool()) + "\\s+\\S");
    List<String> calls = lines.stream().filter(line -> call.matcher(line).find()).toList();
    boolean neverRoot =
        !log.tool().isEmpty()
            && !calls.isEmpty()
            && calls.stream().allMatch(line -> FOLDER.matcher(line).find());
    return new WorkFolders(named, named.isEmpty() && !elsewhere, neverRoot);
  }

  private static String plain(String folder) {
    return folder.replaceAll("^(?:\\./)+|(?:/|/?\\.)$", "");
  }
}
