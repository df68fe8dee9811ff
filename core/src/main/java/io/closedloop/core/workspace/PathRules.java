package io.closedloop.core.workspace;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which paths are never written, judged on the name alone and as any file system might understand
 * it.
 */
final class PathRules {
  private static final int LONGEST = 1024;

  private static final Pattern DOT_GIT =
      Pattern.compile("\\.git|git~[0-9]+|\\.gitmodules|gitmod~[0-9]+");

  /** Workflows run with the repository's rights; closedloop.yml is what narrows our own. */
  private static final List<Glob> PROTECTED =
      List.of(
          Glob.of(".github/workflows{,/**}"),
          Glob.of(".github/actions{,/**}"),
          Glob.of(".github/closedloop.{yml,yaml}"));

  private static final Pattern CREDENTIAL_NAME =
      Pattern.compile(
          "\\.env(\\..*)?|.*\\.env|.*\\.(pem|key|p8|p12|pfx|jks|keystore|kdbx|ppk|gpg|asc|ovpn|tfvars|tfstate)"
              + "|id_(rsa|dsa|ecdsa|ed25519)[^/]*|[._]netrc|\\.(npmrc|pypirc|pgpass|htpasswd|dockercfg|git-credentials|my\\.cnf)"
              + "|kubeconfig.*|.*\\.kubeconfig|service[-_]account.*\\.json");

  private static final List<Glob> CREDENTIAL_PLACE =
      List.of(
          Glob.of("**/.ssh/**"),
          Glob.of("**/.aws/**"),
          Glob.of("**/.gnupg/**"),
          Glob.of("**/.kube/config"),
          Glob.of("**/.docker/config.json"));

  private static final Pattern CREDENTIAL_STEM =
      Pattern.compile("(credentials?|secrets?)([._-].*)?|credentials.*");

  /** A class named Credentials is code: what it may hold is looked for in its text. */
  private static final Set<String> CODE =
      Set.of(
          "java", "kt", "kts", "scala", "groovy", "go", "rs", "cs", "fs", "c", "h", "cc", "cpp",
          "hpp", "swift", "m", "md", "rst", "html");

  private PathRules() {}

  /**
   * Why the path is no honest path of a repository, in words that fit after the path; empty when it
   * is one.
   */
  static Optional<String> oddity(String path) {
    if (path.isEmpty() || path.length() > LONGEST) {
      return Optional.of("has " + path.length() + " characters; 1 to " + LONGEST + " are allowed");
    }
    if (path.codePoints().anyMatch(PathRules::unfit)) {
      return Optional.of("holds an invisible, control, \":\" or \"\\\" character");
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return Optional.of("is not in its simplest form");
      }
      if (part.endsWith(".") || part.endsWith(" ") || part.startsWith(" ")) {
        return Optional.of("has a part with a space or dot at its edge, which some systems drop");
      }
      if (DOT_GIT.matches(folded(part))) {
        return Optional.of("touches git's own files");
      }
    }
    return Optional.empty();
  }

  static boolean isProtected(String path) {
    return PROTECTED.stream().anyMatch(glob -> glob.matches(folded(path)));
  }

  static boolean looksLikeCredentials(String path) {
    String whole = folded(path);
    String name = whole.substring(whole.lastIndexOf('/') + 1);
    String extension = name.substring(name.lastIndexOf('.') + 1);
    return CREDENTIAL_NAME.matches(name)
        || CREDENTIAL_PLACE.stream().anyMatch(glob -> glob.matches(whole))
        || (CREDENTIAL_STEM.matches(name) && !CODE.contains(extension));
  }

  static String folded(String path) {
    return path.toLowerCase(Locale.ROOT);
  }

  private static boolean unfit(int character) {
    return Character.isISOControl(character)
        || character == ':'
        || character == '\\'
        || switch (Character.getType(character)) {
          case Character.FORMAT,
              Character.SURROGATE,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.UNASSIGNED ->
              true;
          default -> false;
        };
  }
}
