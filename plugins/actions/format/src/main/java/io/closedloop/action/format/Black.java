package io.closedloop.action.format;

import io.closedloop.api.Situation;
import io.closedloop.api.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The formatter of Python. */
final class Black implements Formatter {
  private static final Pattern SECTION = Pattern.compile("(?m)^\\[tool\\.black]");
  private static final Pattern COMPLAINT =
      Pattern.compile("^would reformat \\S|^\\d+ files? would be reformatted");
  private static final Listing LISTING =
      new Listing(
          List.of(Pattern.compile("^(?:would reformat|reformatted) (\\S.*)$")),
          Pattern.compile("^(\\d{1,9}) files? (?:would be )?reformatted"),
          Pattern.compile("^error: cannot format (\\S[^:]*):"));

  private static final CommandLine COMMAND =
      new CommandLine(
          "black",
          List.of("--check", "--diff"),
          Map.of(
              "-l", true,
              "--line-length", true,
              "-t", true,
              "--target-version", true,
              "--config", true,
              "-S", false,
              "--skip-string-normalization", false,
              "-C", false,
              "--skip-magic-trailing-comma", false,
              "--preview", false));

  @Override
  public String tool() {
    return "black";
  }

  @Override
  public String title() {
    return "Black";
  }

  @Override
  public String subject() {
    return "format Python as Black does";
  }

  @Override
  public List<String> paths() {
    return List.of("**.py", "**.pyi");
  }

  @Override
  public boolean asked(Situation situation, Log log) {
    return log.tool().equals(tool())
        || log.says(COMPLAINT)
        || log.failedHooks().contains(tool())
        || (log.tool().isEmpty()
            && situation.diagnosis().subcategory().contains("format")
            && log.says(Pattern.compile("\\.pyi?\\b"))
            && isConfigured(situation.workspace()));
  }

  @Override
  public Optional<Pin> pin(Situation situation, Log log) {
    return new PythonPins(situation.workspace(), "black", "(?:psf/black|/black-pre-commit-mirror)")
        .find(log);
  }

  @Override
  public String wayToGet(String version) {
    return "install it (apt-get install black), or put the program or a link to it into tools/ of the home folder (pipx install black%s)"
        .formatted(version.isEmpty() ? "" : "==" + version);
  }

  @Override
  public List<String> options(Situation situation, Log log) {
    List<String> options = new ArrayList<>(COMMAND.options(situation.workspace(), log));
    // Named, so that a configuration deeper down is not found first.
    if (!options.contains("--config") && isConfigured(situation.workspace())) {
      options.addAll(List.of("--config", "pyproject.toml"));
    }
    return options;
  }

  private static boolean isConfigured(Workspace workspace) {
    return workspace
        .read("pyproject.toml")
        .filter(text -> SECTION.matcher(text).find())
        .isPresent();
  }

  @Override
  public List<String> checking() {
    return List.of("--check");
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
