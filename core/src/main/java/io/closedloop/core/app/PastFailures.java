package io.closedloop.core.app;

import io.closedloop.core.diagnose.LogExcerpt;
import io.closedloop.core.history.FailedJob;
import io.closedloop.core.history.FailedJobs;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.StoreOptions;
import io.closedloop.core.store.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The failures that the server of a home has stored: asked of it, or read when it does not run. */
final class PastFailures {
  private static final int PAGE = 50;
  private final Bootstrap.Checked checked;
  private final Map<String, String> env;
  private final JsonMapper json = JsonMapper.builder().build();

  PastFailures(Bootstrap.Checked checked, Map<String, String> env) {
    this.checked = checked;
    this.env = env;
  }

  /**
   * What came of the comparison.
   *
   * @param note why nothing was compared; null when something was
   * @param failed whether that is an error
   */
  record Outcome(
      int same,
      List<Trial.OnPast> changes,
      int incomparable,
      @Nullable String note,
      boolean failed) {
    static Outcome nothing(String note, boolean failed) {
      return new Outcome(0, List.of(), 0, note, failed);
    }
  }

  private static final class Count {
    int same;
    int incomparable;
    final List<Trial.OnPast> changes = new ArrayList<>();

    void add(Trial trial, List<FailedJob> jobs) throws IOException {
      for (FailedJob job : jobs) {
        switch (trial.onPast(job)) {
          case Trial.Compared.Not _ -> incomparable++;
          case Trial.Compared.Same _ -> same++;
          case Trial.Compared.Changed(var change) -> changes.add(change);
        }
      }
    }

    Outcome outcome() {
      return same + incomparable + changes.size() == 0
          ? Outcome.nothing("The server of this home has stored no failures yet.", false)
          : new Outcome(same, changes, incomparable, null, false);
    }
  }

  Outcome compare(Trial trial) throws IOException, InterruptedException {
    Optional<ServerApi> server = ServerApi.find(checked.home().folder(), env);
    if (server.isPresent()) {
      return asked(trial, server.get());
    }
    Path database = checked.parts().settings().database();
    if (!Files.exists(database)) {
      return Outcome.nothing(
          "There are no stored failures: no server has run in this home.", false);
    }
    return read(trial, database);
  }

  private Outcome asked(Trial trial, ServerApi server) throws IOException, InterruptedException {
    var count = new Count();
    String cursor = null;
    do {
      ServerApi.Reply page =
          server.get(
              "/api/v1/failed-jobs?limit=" + PAGE + (cursor == null ? "" : "&cursor=" + cursor));
      JsonNode body = page.body();
      if (page.status() != 200 || body == null) {
        return Outcome.nothing("The stored failures cannot be read: " + page.problem(), true);
      }
      List<FailedJob> jobs = new ArrayList<>();
      body.path("items").forEach(item -> jobs.add(job(item)));
      count.add(trial, jobs);
      cursor = body.path("next").isNull() ? null : body.path("next").asString("");
    } while (cursor != null);
    return count.outcome();
  }

  private FailedJob job(JsonNode item) {
    return new FailedJob(
        item.path("repository").asString(""),
        item.path("job_id").asLong(),
        item.path("job").asString(""),
        item.path("run_id").asLong(),
        item.path("run_attempt").asInt(),
        Instant.parse(item.path("read_at").asString("")),
        item.path("category").asString(""),
        item.path("subcategory").asString(""),
        item.path("tool").isNull() ? null : item.path("tool").asString(""),
        item.path("passes").asBoolean(),
        item.path("fingerprint").asString(""),
        Objects.requireNonNull(json.treeToValue(item.path("context"), FailedJob.Context.class)),
        LogExcerpt.kept(Base64.getDecoder().decode(item.path("log").asString(""))));
  }

  private Outcome read(Trial trial, Path database) throws IOException {
    checked.home().prepareNatives();
    System.setProperty("org.sqlite.tmpdir", checked.home().natives().toString());
    var jobs = new FailedJobs(json);
    var count = new Count();
    try (Store store = Store.open(new StoreOptions.Embedded(database), Clock.systemUTC())) {
      List<FailedJob> page = store.read(tx -> jobs.page(tx, null, PAGE));
      while (!page.isEmpty()) {
        count.add(trial, page);
        String after = FailedJobs.cursor(page.getLast());
        page = page.size() < PAGE ? List.of() : store.read(tx -> jobs.page(tx, after, PAGE));
      }
    } catch (StoreUnavailable e) {
      return Outcome.nothing("The stored failures cannot be read: " + e.getMessage(), true);
    }
    return count.outcome();
  }
}
