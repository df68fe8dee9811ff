package io.closedloop.action.format;

import io.closedloop.api.Situation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The formatter of JavaScript, TypeScript, style sheets, Markdown and their kin. */
final class Prettier implements Formatter {
  private static final Pattern COMPLAINT = Pattern.compile("Code style issues (?:were )?found in");

  /** Its list is bare paths, so a line counts only where it is exactly one. */
  private static final Listing LISTING =
      new Listing(
          List.of(Pattern.compile("\\[warn] (\\S.*)$"), Pattern.compile("^(\\S.*)$")),
          Pattern.compile(
              "Code style issues (?:were )?found in (?:(\\d{1,9}) files|the above file)"),
          Pattern.compile("\\[error] (\\S[^:]*): SyntaxError"));

  private static final Pattern MISSING =
      Pattern.compile("Cannot find (?:package|module) '([^'\\n]{1,200})'");

  private static final CommandLine COMMAND =
      new CommandLine(
          "prettier",
          List.of("--check", "-c", "--list-different", "-l"),
          Map.ofEntries(
              Map.entry("--config", true),
              Map.entry("--ignore-path", true),
              Map.entry("--print-width", true),
              Map.entry("--tab-width", true),
              Map.entry("--trailing-comma", true),
              Map.entry("--arrow-parens", true),
              Map.entry("--prose-wrap", true),
              Map.entry("--end-of-line", true),
              Map.entry("--use-tabs", false),
              Map.entry("--no-semi", false),
              Map.entry("--single-quote", false),
              Map.entry("--no-config", false),
              Map.entry("--no-editorconfig", false)));

  @Override
  public String tool() {
    return "prettier";
  }

  @Override
  public String title() {
    return "Prettier";
  }

  @Override
  public String subject() {
    return "format as Prettier does";
  }

  @Override
  public List<String> paths() {
    return List.of(
        "**.{js,jsx,mjs,cjs,ts,tsx,mts,cts,vue,css,scss,less,html,hbs,graphql,gql}",
        "**.{json,json5,jsonc,md,markdown,mdx,yml,yaml}",
        "{,**/}.prettierrc");
  }

  @Override
  public boolean asked(Situation situation, Log log) {
    return log.tool().equals(tool()) || log.says(COMPLAINT) || log.failedHooks().contains(tool());
  }

  @Override
  public Optional<Pin> pin(Situation situation, Log log) {
    return new NodePins(situation.workspace()).find(log);
  }

  @Override
  public String wayToGet(String version) {
    return "install it with Node (npm install --global prettier@%s), or put the program or a link to it into tools/ of the home folder"
        .formatted(version.isEmpty() ? "3" : version);
  }

  @Override
  public List<String> options(Situation situation, Log log) {
    return COMMAND.options(situation.workspace(), log);
  }

  @Override
  public List<String> checking() {
    return List.of("--list-different");
  }

  @Override
  public List<String> writing() {
    return List.of("--write");
  }

  @Override
  public Selection select(Situation situation, Log log) {
    return LISTING.select(this, situation, log);
  }

  @Override
  public Optional<String> explain(String error) {
    Matcher missing = MISSING.matcher(error);
    return missing.find()
        ? Optional.of(
            "Prettier needs %s, which its configuration names and which is not installed: a checkout has no node_modules, and nothing is downloaded"
                .formatted(CommitMessage.plain(missing.group(1))))
        : Optional.empty();
  }
}
