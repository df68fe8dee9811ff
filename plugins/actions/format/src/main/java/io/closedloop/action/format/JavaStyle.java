package io.closedloop.action.format;

import io.closedloop.api.Workspace;
import java.util.List;
import java.util.Locale;

/** The style of Java that a repository's check asks for. */
enum JavaStyle {
  GOOGLE,
  AOSP,
  /** A formatter that is not google-java-format. */
  OTHER;

  private static final List<String> BUILD_FILES =
      List.of("pom.xml", "build.gradle", "build.gradle.kts");

  /** What google-java-format must be told. */
  List<String> arguments() {
    return this == AOSP ? List.of("--aosp") : List.of();
  }

  /**
   * Reads it off the log and the build files at the top. Spotless can run several formatters; the
   * others always run ours.
   */
  static JavaStyle of(Log said, Workspace workspace) {
    String log = String.join("\n", said.lines()).toLowerCase(Locale.ROOT);
    String build =
        BUILD_FILES.stream()
            .flatMap(file -> workspace.read(file).stream())
            .map(text -> text.toLowerCase(Locale.ROOT))
            .reduce("", String::concat);
    boolean spotless = build.contains("spotless");
    if (spotless && !build.contains("googlejavaformat")) {
      return OTHER;
    }
    boolean aosp =
        log.contains("--aosp")
            || build.contains("<style>aosp</style>")
            || (spotless
                && (build.contains(".aosp()")
                    || build.contains("'aosp'")
                    || build.contains("\"aosp\"")));
    return aosp ? AOSP : GOOGLE;
  }
}
