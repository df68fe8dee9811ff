package io.closedloop.benchmarks;

import java.util.List;
import java.util.Random;

/** What people and programs ask for while they look at incidents. */
enum PageKind {
  HEALTH("/healthz, to compare"),
  LIST("list"),
  OLDER("list, an older page"),
  STATE("list of a state"),
  REPOSITORY("list of a repository"),
  CATEGORY("list of a category"),
  FILTERED("list, all three filters"),
  RARE("list, rare state and category"),
  TIMELINE("timeline"),
  API_LIST("REST list"),
  API_OLDER("REST list, an older page"),
  API_INCIDENT("REST incident"),
  FIGURES("figures of a week"),
  API_FIGURES("REST figures of a week"),
  ALL_FIGURES("figures of 90 days");

  private static final List<String> STATES =
      List.of("open", "escalated", "recovered", "fixed_by_human", "unproven");

  /** As it stands in the report. */
  final String words;

  PageKind(String words) {
    this.words = words;
  }

  /** What is asked for: by chance one of those of its kind. */
  String path(Known known, Random random) {
    return switch (this) {
      case HEALTH -> "/healthz";
      case LIST -> "/";
      case OLDER -> "/?cursor=" + any(known.cursors(), random);
      case STATE -> "/?state=" + any(STATES, random);
      case REPOSITORY -> "/?repository=" + repository(random);
      case CATEGORY -> "/?category=" + category(random);
      case FILTERED ->
          "/?state=%s&repository=%s&category=%s"
              .formatted(any(STATES, random), repository(random), category(random));
      case RARE -> "/?state=mitigated&category=" + category(random);
      case TIMELINE -> "/incidents/" + any(known.ids(), random);
      case API_LIST -> "/api/v1/incidents";
      case API_OLDER -> "/api/v1/incidents?cursor=" + any(known.cursors(), random);
      case API_INCIDENT -> "/api/v1/incidents/" + any(known.ids(), random);
      case FIGURES -> "/kpis?window_hours=" + known.week();
      case API_FIGURES -> "/api/v1/kpis?window_hours=" + known.week();
      case ALL_FIGURES -> "/kpis?window_hours=" + known.all();
    };
  }

  private static String repository(Random random) {
    return StoredFailures.repository(random.nextInt(StoredFailures.REPOSITORIES));
  }

  private static String category(Random random) {
    return any(StoredFailures.CATEGORIES, random);
  }

  private static String any(List<String> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }

  /**
   * What a client knows about the store.
   *
   * @param cursors of older pages
   * @param week hours until now that hold a week of incidents
   * @param all hours until now that hold them all
   */
  record Known(List<String> ids, List<String> cursors, long week, long all) {}
}
