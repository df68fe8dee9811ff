package io.closedloop.core.http.view;

import io.closedloop.core.incident.IncidentPage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The page of incidents.
 *
 * @param filters what else narrows the list, each with a link to the list without it
 * @param newest leads back to the first page; null on it
 * @param older leads to the next page; null on the last
 */
public record IncidentList(
    List<Frame.Choice> chips,
    List<Link> filters,
    List<IncidentRow> rows,
    @Nullable String newest,
    @Nullable String older,
    boolean unfiltered) {

  /**
   * The page as seen from now.
   *
   * @param query what narrows it: any of {@code state}, {@code repository}, {@code category},
   *     {@code priority}; and {@code cursor}
   */
  public static IncidentList of(IncidentPage page, Map<String, String> query, Instant now) {
    List<Frame.Choice> chips = new ArrayList<>();
    String state = query.getOrDefault("state", "");
    chips.add(new Frame.Choice("all", href(query, "state", null), state.isEmpty()));
    for (String word : States.words()) {
      chips.add(
          new Frame.Choice(word.replace('_', ' '), href(query, "state", word), word.equals(state)));
    }
    List<Link> filters = new ArrayList<>();
    for (String name : List.of("repository", "category", "priority")) {
      if (query.containsKey(name)) {
        filters.add(
            new Link(
                "Only " + name + " " + Visible.text(query.get(name)), href(query, name, null)));
      }
    }
    return new IncidentList(
        chips,
        filters,
        page.rows().stream().map(row -> IncidentRow.of(row, now)).toList(),
        query.containsKey("cursor") ? href(query, "cursor", null) : null,
        page.next() == null ? null : href(query, "cursor", page.next()),
        query.isEmpty());
  }

  /**
   * The list with one thing changed, or left out when null; from the first page unless that thing
   * is the cursor.
   */
  private static String href(Map<String, String> query, String name, @Nullable String value) {
    Map<String, String> changed = new LinkedHashMap<>(query);
    changed.remove("cursor");
    changed.remove(name);
    if (value != null) {
      changed.put(name, value);
    }
    return changed.isEmpty()
        ? "/"
        : changed.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&", "/?", ""));
  }
}
