package io.closedloop.core.github;

import io.closedloop.api.RepoId;
import java.util.Collections;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A path of GitHub's interface, as a template and with its values filled in.
 *
 * @param repo whose rights it takes, null for none
 */
record Endpoint(String template, HttpUrl url, @Nullable RepoId repo) {
  static final String GRAPHQL = "graphql";

  private static final List<String> NOT_A_NAME = List.of("", ".", "..");

  /**
   * Fills a template such as {@code git/ref/heads/{branch*}}. A value is one path segment; with a
   * star it may hold slashes.
   *
   * @throws IllegalArgumentException when a value would climb out of its place
   */
  static Endpoint of(HttpUrl api, String template, Object... values) {
    HttpUrl.Builder url = api.newBuilder();
    int next = 0;
    for (String part : template.split("/", -1)) {
      if (!part.startsWith("{")) {
        url.addPathSegment(part);
        continue;
      }
      String value = values[next++].toString();
      List<String> segments = List.of(value.split("/", -1));
      if (!Collections.disjoint(segments, NOT_A_NAME)) {
        throw new IllegalArgumentException("\"" + value + "\" cannot stand in a path: " + template);
      }
      (part.endsWith("*}") ? segments : List.of(value)).forEach(url::addPathSegment);
    }
    return new Endpoint(template, url.build(), null);
  }

  /** Fills a template below a repository. */
  static Endpoint of(HttpUrl api, RepoId repo, String template, Object... values) {
    Object[] all = new Object[values.length + 2];
    all[0] = repo.owner();
    all[1] = repo.name();
    System.arraycopy(values, 0, all, 2, values.length);
    String whole = template.isEmpty() ? "repos/{owner}/{repo}" : "repos/{owner}/{repo}/" + template;
    return new Endpoint(whole, of(api, whole, all).url(), repo);
  }

  /**
   * Any path below a repository, with its query.
   *
   * @throws IllegalArgumentException when it leaves the repository
   */
  static Endpoint free(HttpUrl api, RepoId repo, String path) {
    HttpUrl top = of(api, repo, "").url();
    HttpUrl url = top.resolve(top + "/" + path);
    if (url == null
        || !url.encodedPath().startsWith(top.encodedPath() + "/")
        || url.pathSegments().stream().anyMatch(s -> List.of(s.split("/", -1)).contains(".."))) {
      throw new IllegalArgumentException("\"" + path + "\" is not a path below " + repo);
    }
    return new Endpoint("repos/{owner}/{repo}/{any}", url, repo);
  }

  /** With a parameter, or as it is when the value is null. */
  Endpoint with(String name, @Nullable Object value) {
    return value == null
        ? this
        : new Endpoint(
            template, url.newBuilder().addQueryParameter(name, value.toString()).build(), repo);
  }
}
