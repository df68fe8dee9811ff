package io.closedloop.action.format;

import io.closedloop.api.Situation;
import io.closedloop.api.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The sorter of Python's imports. */
final class Isort implements Formatter {
  private static final Pattern COMPLAINT = Pattern.compile("Imports are incorrectly sorted");
  private static final Listing LISTING =
      new Listing(
          List.of(
              Pattern.compile("\\bERROR: (\\S.*) Imports are incorrectly sorted"),
              Pattern.compile("^Fixing (\\S.*)$")),
          null,
          Pattern.compile(
              "^ERROR: (\\S.*) (?:File contains syntax errors|was unable to be parsed)"));

  /** Where its configuration can lie, and what shows that it does. */
  private static final Map<String, Pattern> CONFIGURATIONS =
      Map.of(
          ".isort.cfg", Pattern.compile(""),
          "pyproject.toml", Pattern.compile("(?m)^\\[tool\\.isort]"),
          "setup.cfg", Pattern.compile("(?m)^\\[(?:tool:)?isort]"),
          "tox.ini", Pattern.compile("(?m)^\\[(?:tool:)?isort]"),
          ".editorconfig", Pattern.compile("(?m)^\\[\\*\\.\\{?py"));

  private static final CommandLine COMMAND =
      new CommandLine(
          "isort",
          List.of("--check", "--check-only", "-c"),
          Map.of(
              "--profile", true,
              "-l", true,
              "--line-length", true,
              "-m", true,
              "--multi-line", true,
              "--settings-path", true,
              "--sp", true,
              "--tc", false,
              "--trailing-comma", false,
              "--float-to-top", false));

  @Override
  public String tool() {
    return "isort";
  }

  @Override
  public String title() {
    return "isort";
  }

  @Override
  public String subject() {
    return "sort imports as isort does";
  }

  @Override
  public List<String> paths() {
    return List.of("**.py", "**.pyi");
  }

  @Override
  public boolean asked(Situation situation, Log log) {
    return log.tool().equals(tool()) || log.says(COMPLAINT) || log.failedHooks().contains(tool());
  }

  @Override
  public Optional<Pin> pin(Situation situation, Log log) {
    return new PythonPins(
            situation.workspace(), "isort", "(?:(?:pycqa|timothycrosley)/isort|/mirrors-isort)")
        .find(log);
  }

  @Override
  public String wayToGet(String version) {
    return "install it (apt-get install isort), or put the program or a link to it into tools/ of the home folder (pipx install isort%s)"
        .formatted(version.isEmpty() ? "" : "==" + version);
  }

  @Override
  public List<String> options(Situation situation, Log log) {
    Workspace workspace = situation.workspace();
    List<String> options = new ArrayList<>(COMMAND.options(workspace, log));
    boolean told = options.contains("--settings-path") || options.contains("--sp");
    // Named, so that a configuration deeper down is not found first.
    if (!told && isConfigured(workspace)) {
      options.addAll(List.of("--settings-path", "."));
    }
    return options;
  }

  private static boolean isConfigured(Workspace workspace) {
    return CONFIGURATIONS.entrySet().stream()
        .anyMatch(entry ->
            workspace
                .read(entry.getKey())
                .filter(text -> entry.getValue().matcher(text).find())
                .isPresent());
  }

  @Override
  public List<String> checking() {
    return List.of("--check-only");
  }

  @Override
  public List<String> writing() {
    return List.of();
  }

  @Override
  public Selection select(Situation situation, Log log) {
    return LISTING.select(this, situation, log);
  }
}
