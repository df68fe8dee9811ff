package io.closedloop.core.http;

import java.util.ArrayList;
import java.util.List;

/**
 * One thing that the server answers to, as data.
 *
 * @param template a path; a segment in braces is a parameter, which the contract describes
 */
public record Route(
    String method, String template, Access access, Contract contract, Handler handler) {

  public Route {
    if (!template.startsWith("/")) {
      throw new IllegalArgumentException("a route's template begins with a slash, not " + template);
    }
    List<String> named =
        segments(template).stream()
            .filter(segment -> segment.startsWith("{"))
            .map(segment -> segment.substring(1, segment.length() - 1))
            .toList();
    if (!named.equals(contract.path().stream().map(Parameter::name).toList())) {
      throw new IllegalArgumentException(
          template + " and its contract name different parameters of the path");
    }
  }

  /** The parts of a path or a template between its slashes. */
  static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    int from = 0;
    for (int to = path.indexOf('/'); to >= 0; to = path.indexOf('/', from)) {
      segments.add(path.substring(from, to));
      from = to + 1;
    }
    segments.add(path.substring(from));
    return segments;
  }
}
