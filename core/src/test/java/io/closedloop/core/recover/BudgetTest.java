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
    try (Store store = Stores.open(folder, InstantSource.system())) {
      List<String> plan =
          store.read(tx ->
              tx.query(
                  "EXPLAIN QUERY PLAN " + Budget.COUNT + Budget.OF_INCIDENT,
                  row -> row.getString("detail"),
                  "x"));
      assertThat(plan)
          .containsExactly(
              "SEARCH write_begun USING INDEX write_begun_by_incident (incident_id=?)");
    }
  }
}
