package io.closedloop.action.format;

import io.closedloop.api.Workspace;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Finds the version that a repository wants of a Python package. */
final class PythonPins {
  private static final String VERSION = "v?([0-9]{1,4}(?:\\.[0-9]{1,6}){0,3})";
  private static final List<String> REQUIREMENTS =
      List.of(
          "{,**/}*{requirements,constraints}*.{txt,in}",
          "{,**/}requirements/*.{txt,in}",
          "{pyproject.toml,Pipfile,setup.cfg,setup.py,tox.ini,noxfile.py}",
          ".github/workflows/*.{yml,yaml}");

  private final PinSearch search;
  private final String name;
  private final Pattern hook;

  /**
   * For one package.
   *
   * @param repository how pre-commit's configuration names where its hook comes from, a pattern
   */
  PythonPins(Workspace workspace, String name, String repository) {
    this.search = new PinSearch(workspace);
    this.name = name;
    this.hook =
        Pattern.compile(
            "repo:\\s{0,9}\\S{0,200}"
                + repository
                + "\\S{0,20}\\s{1,99}rev:\\s{0,9}[\"']?"
                + VERSION,
            Pattern.CASE_INSENSITIVE);
  }

  /** What ran is told by the log; then what is locked, what is required, what a hook runs. */
  Optional<Pin> find(Log log) {
    Supplier<Optional<Pin>> hooked = () -> search.in(List.of(".pre-commit-config.yaml"), hook);
    Optional<Pin> first =
        log.failedHooks().contains(name)
            ? hooked.get()
            : PinSearch.in(
                log, Pattern.compile("(?:installed .*\\s" + name + "-|^" + name + ", )" + VERSION));
    return first.or(this::locked).or(this::required).or(hooked);
  }

  private Optional<Pin> locked() {
    return search
        .in(
            List.of("{poetry,uv,pdm}.lock"),
            Pattern.compile("name = \"" + name + "\"\\s+version = \"" + VERSION))
        .or(() ->
            search.in(
                List.of("Pipfile.lock"),
                Pattern.compile("\"" + name + "\": \\{[^}]{0,20000}\"version\": \"==" + VERSION)));
  }

  private Optional<Pin> required() {
    Pattern required =
        Pattern.compile(
            "(?<![\\w.-])"
                + name
                + "(?:\\[[^]\\n]{0,50}])?[\"']?[ \\t]{0,5}(?:===?|~=|=|@)[ \\t]{0,5}[\"']?[\\^~=]{0,2}[ \\t]?"
                + VERSION,
            Pattern.CASE_INSENSITIVE);
    return search.in(REQUIREMENTS, required);
  }
}
