package io.closedloop.core.github;

import io.closedloop.api.RepoId;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * One request, and under which name it is counted.
 *
 * @param template the path with names in place of values, for metrics and messages
 * @param repo whose rights it takes, null for none
 * @param body JSON, null for none
 */
record Request(
    String method, String template, HttpUrl url, @Nullable RepoId repo, @Nullable ByteString body) {

  static Request get(Endpoint endpoint) {
    return of("GET", endpoint, null);
  }

  static Request of(String method, Endpoint endpoint, @Nullable ByteString body) {
    return new Request(method, endpoint.template(), endpoint.url(), endpoint.repo(), body);
  }

  boolean read() {
    return method.equals("GET");
  }

  /** Whether an App asks it in its own name, not in that of an installation. */
  boolean ofApp() {
    return repo == null && (template.startsWith("app") || template.endsWith("/installation"));
  }

  /** GitHub counts its two interfaces apart. */
  String resource() {
    return template.equals(Endpoint.GRAPHQL) ? "graphql" : "core";
  }

  /** The same at another address: the next page. */
  Request at(HttpUrl other) {
    return new Request(method, template, other, repo, body);
  }

  /** What is being asked, for messages: no query, which might carry a signature. */
  @Override
  public String toString() {
    return method + " " + url.encodedPath();
  }
}
