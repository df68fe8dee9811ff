package io.closedloop.sandbox.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What goes wrong on purpose. */
public final class Faults {
  private final List<Planned> planned = new ArrayList<>();
  private final List<RequestMatch> cuts = new ArrayList<>();
  private final Map<String, Integer> away = new HashMap<>();
  private boolean outage;

  private record Planned(RequestMatch match, int left, Reply reply) {}

  /** While there is an outage every request is answered 503. */
  public synchronized void outage(boolean on) {
    outage = on;
  }

  /**
   * While a repository is away, what is asked of it is not carried out: by turns it is answered
   * 502, 503, or not at all.
   */
  public synchronized void away(String repository, boolean on) {
    if (on) {
      away.putIfAbsent(top(repository), 0);
    } else {
      away.remove(top(repository));
    }
  }

  private static String top(String repository) {
    return "/repos/" + repository + "/";
  }

  /** Refuses the next requests that fit, without carrying them out. */
  public synchronized void failNext(
      int times, int status, Map<String, String> headers, RequestMatch match) {
    Reply reply = new ApiProblem(status, "The sandbox was told to fail").reply();
    for (Map.Entry<String, String> header : headers.entrySet()) {
      reply = reply.with(header.getKey(), header.getValue());
    }
    planned.add(new Planned(match, times, reply));
  }

  /**
   * Carries out the next request that fits and is not refused, then cuts the connection instead of
   * answering.
   */
  public synchronized void dropNextAnswer(RequestMatch match) {
    cuts.add(match);
  }

  synchronized Optional<Reply> refusal(String method, String path) {
    if (outage) {
      return Optional.of(new ApiProblem(503, "Service unavailable").reply());
    }
    for (Map.Entry<String, Integer> one : away.entrySet()) {
      if (path.startsWith(one.getKey())) {
        int count = one.getValue();
        one.setValue(count + 1);
        return Optional.of(
            switch (count % 3) {
              case 0 -> new ApiProblem(502, "Bad gateway").reply();
              case 1 -> new ApiProblem(503, "Service unavailable").reply();
              default -> Reply.SILENCE;
            });
      }
    }
    OptionalInt found = find(method, path);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Planned hit = planned.remove(found.getAsInt());
    if (hit.left() > 1) {
      planned.add(found.getAsInt(), new Planned(hit.match(), hit.left() - 1, hit.reply()));
    }
    return Optional.of(hit.reply());
  }

  private OptionalInt find(String method, String path) {
    for (int i = 0; i < planned.size(); i++) {
      if (planned.get(i).match().fits(method, path)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  synchronized boolean cuts(String method, String path) {
    for (int i = 0; i < cuts.size(); i++) {
      if (cuts.get(i).fits(method, path)) {
        cuts.remove(i);
        return true;
      }
    }
    return false;
  }
}
