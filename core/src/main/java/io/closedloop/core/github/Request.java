package io.closedloop.core.github;

import okhttp3.HttpUrl;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * One request, and under which name it is counted.
 *
 * @param template the path with names in place of values, for metrics and messages
 * @param body JSON, null for none
 */
record Request(String method, String template, HttpUrl url, @Nullable ByteString body) {

  static Request get(Endpoint endpoint) {
    return new Request("GET", endpoint.template(), endpoint.url(), null);
  }

  boolean read() {
    return method.equals("GET");
  }

  /** GitHub counts its two interfaces apart. */
  String resource() {
    return template.equals(Endpoint.GRAPHQL) ? "graphql" : "core";
  }

  /** The same at another address: the next page. */
  Request at(HttpUrl other) {
    return new Request(method, template, other, body);
  }

  /** What is being asked, for messages: no query, which might carry a signature. */
  @Override
  public String toString() {
    return method + " " + url.encodedPath();
  }
}
