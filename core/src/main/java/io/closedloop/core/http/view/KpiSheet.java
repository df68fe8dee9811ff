package io.closedloop.core.http.view;

import io.closedloop.core.learn.Kpis;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The page of figures.
 *
 * @param filters what narrows it, each with a link to the page without it
 * @param bars one for each day with incidents, oldest first
 */
public record KpiSheet(
    List<Frame.Choice> windows,
    List<Link> filters,
    List<Row> goals,
    List<Row> counts,
    List<Bar> bars) {
  private static final Map<Integer, String> WINDOWS = windowWords();
  private static final int WIDTH = 12;
  private static final int HEIGHT = 80;

  /** One figure; {@code goal} and {@code samples} may be empty. */
  public record Row(String name, String value, String goal, String samples, Tone tone) {}

  /** A day of the plot in its own units: incidents behind, recovered ones before them. */
  public record Bar(int x, int height, int recovered, String title) {
    /** The top of the whole bar. */
    public int top() {
      return HEIGHT - height;
    }

    /** The top of the part that stands for recovered incidents. */
    public int recoveredTop() {
      return HEIGHT - recovered;
    }
  }

  private static Map<Integer, String> windowWords() {
    Map<Integer, String> words = new LinkedHashMap<>();
    words.put(24, "24 hours");
    words.put(24 * 7, "7 days");
    words.put(24 * 30, "30 days");
    words.put(24 * 365, "a year");
    return words;
  }

  /**
   * The page.
   *
   * @param query what narrows it besides the window: {@code repository}, {@code category}
   */
  public static KpiSheet of(Kpis kpis, Map<String, String> query, int hours) {
    List<Frame.Choice> windows = new ArrayList<>();
    WINDOWS.forEach((window, words) ->
        windows.add(new Frame.Choice(words, href(query, window), window == hours)));
    List<Link> filters =
        query.entrySet().stream()
            .map(entry -> {
              Map<String, String> others = new LinkedHashMap<>(query);
              others.remove(entry.getKey());
              return new Link(
                  "Only " + entry.getKey() + " " + Visible.text(entry.getValue()),
                  href(others, hours));
            })
            .toList();
    return new KpiSheet(windows, filters, goals(kpis), counts(kpis), bars(kpis.days()));
  }

  /** How wide the plot is, in its own units. */
  public int width() {
    return Math.max(1, bars.size()) * WIDTH;
  }

  /** How high the plot is, in its own units. */
  public int height() {
    return HEIGHT;
  }

  private static String href(Map<String, String> query, int hours) {
    return query.entrySet().stream()
        .map(e -> "&" + e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("", "/kpis?window_hours=" + hours, ""));
  }

  private static List<Row> goals(Kpis kpis) {
    return List.of(
        time("Mean time to detection", kpis.timeToDetection()),
        time("Mean time to recovery", kpis.timeToRecovery()),
        rate("Recovery success rate", "≥", kpis.recoverySuccessRate()),
        rate("Automation coverage", "≥", kpis.automationCoverage()),
        rate("False-positive rate", "<", kpis.falsePositiveRate()));
  }

  private static Row time(String name, Kpis.Time time) {
    Double mean = time.meanSeconds();
    Double median = time.medianSeconds();
    Double p95 = time.p95Seconds();
    String value =
        mean == null || median == null || p95 == null
            ? "no data"
            : "%s (median %s, 95th percentile %s)"
                .formatted(seconds(mean), seconds(median), seconds(p95));
    return new Row(
        name,
        value,
        "< " + seconds(time.goalSeconds()),
        Long.toString(time.samples()),
        tone(time.met()));
  }

  private static Row rate(String name, String sign, Kpis.Rate rate) {
    Double value = rate.value();
    String note = rate.note() == null ? "no data" : "no data: " + rate.note();
    return new Row(
        name,
        value == null ? note : percent(value) + " (" + rate.hits() + ")",
        sign + " " + percent(rate.goal()),
        Long.toString(rate.samples()),
        tone(rate.met()));
  }

  private static Tone tone(@Nullable Boolean met) {
    return met == null ? Tone.PLAIN : met ? Tone.GOOD : Tone.BAD;
  }

  private static List<Row> counts(Kpis kpis) {
    List<Row> rows = new ArrayList<>();
    rows.add(count("Failed jobs", kpis.failures()));
    rows.add(count("Incidents", kpis.incidents()));
    kpis.byState()
        .forEach((state, count) -> rows.add(count("… " + state.replace('_', ' '), count)));
    Kpis.Actions actions = kpis.actions();
    rows.add(count("Attempts proposed", actions.proposed()));
    rows.add(count("… carried out", actions.carriedOut()));
    rows.add(count("… that ran jobs again", actions.reruns()));
    rows.add(count("… proven green", actions.green()));
    rows.add(count("… still red", actions.red()));
    rows.add(count("… without a signal", actions.unproven()));
    kpis.byCategory()
        .forEach((category, count) ->
            rows.add(count("Incidents of " + category.replace('_', ' '), count)));
    return rows;
  }

  private static Row count(String name, long count) {
    return new Row(name, Long.toString(count), "", "", Tone.PLAIN);
  }

  private static List<Bar> bars(List<Kpis.Day> days) {
    long most = days.stream().mapToLong(Kpis.Day::incidents).max().orElse(1);
    List<Bar> bars = new ArrayList<>();
    for (Kpis.Day day : days) {
      bars.add(
          new Bar(
              bars.size() * WIDTH,
              (int) Math.ceilDiv(day.incidents() * HEIGHT, most),
              (int) (day.recovered() * HEIGHT / most),
              "%s: %d incidents, %d recovered"
                  .formatted(day.day(), day.incidents(), day.recovered())));
    }
    return bars;
  }

  private static String seconds(double seconds) {
    return seconds < 120
        ? String.format(Locale.ROOT, "%.0f s", seconds)
        : String.format(Locale.ROOT, "%.1f min", seconds / 60);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", share * 100);
  }
}
