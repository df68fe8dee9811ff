package io.closedloop.core.http;

import java.util.ArrayList;
import java.util.List;

/** Settings that tests decide about. */
final class FakeConfiguration implements Configuration {
  final List<Row> rows = new ArrayList<>();
  Reload next = new Reload(true, List.of(), List.of(), List.of());

  @Override
  public List<Row> rows() {
    return List.copyOf(rows);
  }

  @Override
  public Reload reload(String by) {
    return next;
  }
}
