package io.closedloop.testkit;

import io.closedloop.api.Effect;
import io.closedloop.api.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Other systems with scripted answers; what was not scripted answers 404. */
public final class FakeHttp implements Http {
  private final Map<String, List<Answer>> answers = new LinkedHashMap<>();
  private final List<Effect.HttpCall> calls = new ArrayList<>();
  private Set<String> hosts = Set.of();
  private boolean outage;

  /**
   * Lets these hosts be reached and no others; the contract tests pass what the plugin declared.
   */
  public FakeHttp declare(Set<String> declared) {
    hosts = Set.copyOf(declared);
    return this;
  }

  /**
   * Scripts one answer; several for one address are given in order, and the last of them for good.
   */
  public FakeHttp answer(String method, String uri, int status, String body) {
    answers
        .computeIfAbsent(method + " " + uri, _ -> new ArrayList<>())
        .add(new Answer(status, Map.of(), body));
    return this;
  }

  /** From now on no system answers. */
  public FakeHttp away() {
    outage = true;
    return this;
  }

  /** What was asked so far, in order. */
  public List<Effect.HttpCall> calls() {
    return List.copyOf(calls);
  }

  @Override
  public Answer query(Effect.HttpCall call) {
    String host = call.uri().getHost();
    if (host == null || !hosts.contains(host)) {
      throw new IllegalStateException(
          "the host of " + call.uri() + " was not declared; declared are " + hosts);
    }
    calls.add(call);
    if (outage) {
      throw new UncheckedIOException(new IOException("no answer from " + host));
    }
    List<Answer> scripted = answers.get(call.method() + " " + call.uri());
    if (scripted == null) {
      return new Answer(404, Map.of(), "{}");
    }
    return scripted.size() > 1 ? scripted.removeFirst() : scripted.getFirst();
  }
}
