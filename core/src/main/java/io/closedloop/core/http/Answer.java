package io.closedloop.core.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is sent back: a status, headers, and a text in UTF-8. */
public record Answer(int status, Map<String, String> headers, String body) {

  public Answer {
    headers = Map.copyOf(headers);
  }

  /** An answer of that type. */
  public static Answer text(int status, String contentType, String body) {
    return new Answer(status, Map.of("Content-Type", contentType), body);
  }

  /** A page. */
  public static Answer html(int status, String body) {
    return text(status, "text/html; charset=utf-8", body);
  }

  /** Sends a browser on to a path of ours after a form was taken. */
  public static Answer seeOther(String path) {
    return new Answer(303, Map.of("Location", path), "");
  }

  /** A copy with one more header. */
  public Answer with(String name, String value) {
    return with(Map.of(name, value));
  }

  /** A copy with more headers. */
  public Answer with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new Answer(status, all, body);
  }
}
