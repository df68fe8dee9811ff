package io.closedloop.action.format;

import io.closedloop.api.Workspace;
import java.util.regex.Pattern;

/** Files that others wrote or a program did: nobody formats them by hand. */
final class Vendored {
  private static final Pattern PLACE =
      Pattern.compile(
          "(?:^|/)(?:vendor|vendored|third_party|third-party|node_modules|bower_components|site-packages"
              + "|\\.?venv|dist|build|generated|__generated__)/"
              + "|_pb2(?:_grpc)?\\.pyi?$|\\.min\\.(?:js|css)$|\\.generated\\.[a-z]+$"
              + "|(?:^|/)(?:package-lock\\.json|pnpm-lock\\.yaml)$");

  private static final Pattern MARK =
      Pattern.compile("@generated\\b|\\bDO NOT EDIT\\b|\\bautomatically generated\\b");

  private static final int HEAD = 1_000;

  private Vendored() {}

  /** Judges the path, then the first lines. */
  static boolean holds(Workspace workspace, String path) {
    return PLACE.matcher(path).find()
        || workspace
            .read(path)
            .map(text -> text.substring(0, Math.min(HEAD, text.length())))
            .filter(text -> MARK.matcher(text).find())
            .isPresent();
  }
}
