package io.closedloop.core.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.core.store.Store;
import io.closedloop.core.store.Stores;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetTest {
  /** They are counted in the transaction in which the next one begins. */
  @Test
  void theWritesOfAnIncidentAreCountedWithoutReadingAllOthers(@TempDir Path folder) {
    assertThat(plan(folder, Budget.OF_INCIDENT, "x"))
        .containsExactly("SEARCH write_begun USING INDEX write_begun_by_incident (incident_id=?)");
  }

  @Test
  void theWritesOfARepositoryAreCountedWithinTheIndex(@TempDir Path folder) {
    assertThat(plan(folder, Budget.OF_REPOSITORY, "x", 1L))
        .containsExactly(
            "SEARCH write_begun USING COVERING INDEX write_begun_by_time (begun_at>?)");
  }

  private static List<String> plan(Path folder, String where, Object... arguments) {
    try (Store store = Stores.open(folder, InstantSource.system())) {
      return store.read(tx ->
          tx.query(
              "EXPLAIN QUERY PLAN " + Budget.COUNT + where,
              row -> row.getString("detail"),
              arguments));
    }
  }
}
