package io.closedloop.core.http.view;

import java.util.List;
import java.util.Map;

/**
 * What surrounds every page.
 *
 * @param assets the version of style and icon, so that browsers may keep them
 * @param refreshSeconds after how many seconds it is loaded anew; 0 for never
 */
public record Frame(String title, String assets, int refreshSeconds, List<Choice> tabs) {
  private static final List<Map.Entry<String, String>> TABS =
      List.of(
          Map.entry("/", "Incidents"),
          Map.entry("/kpis", "Figures"),
          Map.entry("/analysis", "Analysis"),
          Map.entry("/outages", "Outages"),
          Map.entry("/deliveries", "Deliveries"),
          Map.entry("/plugins", "Plugins"),
          Map.entry("/api", "API"));

  /** One of several links of which one may be where the reader is. */
  public record Choice(String text, String href, boolean active) {}

  /** The frame of a page under one of the tabs. */
  public static Frame of(String title, String assets, int refreshSeconds, String tab) {
    return new Frame(
        Visible.text(title),
        assets,
        refreshSeconds,
        TABS.stream()
            .map(t -> new Choice(t.getValue(), t.getKey(), t.getKey().equals(tab)))
            .toList());
  }
}
