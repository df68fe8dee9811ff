package io.closedloop.sandbox.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which permissions an App's token needs for a request; one of several may do. */
final class AppRights {
  private static final Pattern BELOW_REPO = Pattern.compile("/repos/([^/]+/[^/]+)(?:/([^/]+).*)?");

  private static final Map<String, List<String>> AREAS =
      Map.ofEntries(
          Map.entry("actions", List.of("actions")),
          Map.entry("check-runs", List.of("checks")),
          Map.entry("check-suites", List.of("checks")),
          Map.entry("statuses", List.of("statuses")),
          Map.entry("pulls", List.of("pull_requests")),
          Map.entry("issues", List.of("issues", "pull_requests")),
          Map.entry("contents", List.of("contents")),
          Map.entry("git", List.of("contents")),
          Map.entry("commits", List.of("contents")),
          Map.entry("branches", List.of("contents")),
          Map.entry("compare", List.of("contents")),
          Map.entry("tarball", List.of("contents")));

  private AppRights() {}

  /** Refuses what the token may not do. */
  static void check(Apps.Bearer bearer, String method, String path) {
    if (path.equals("/graphql") || path.equals("/user") || path.equals("/rate_limit")) {
      return;
    }
    Matcher below = BELOW_REPO.matcher(path);
    if (!below.matches()) {
      throw refused();
    }
    if (!below.group(1).toLowerCase(Locale.ROOT).equals(bearer.repository())) {
      throw ApiProblem.notFound();
    }
    String area = below.group(2);
    List<String> any = area == null ? List.of() : AREAS.getOrDefault(area, List.of());
    String level = method.equals("GET") ? "read" : "write";
    if (!any.isEmpty() && any.stream().noneMatch(name -> bearer.may(name, level))) {
      throw refused();
    }
  }

  static ApiProblem refused() {
    return new ApiProblem(403, "Resource not accessible by integration");
  }
}
