package io.closedloop.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.core.store.Store;
import io.closedloop.core.store.Stores;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestOutcomesTest {
  /** They are a few of many: whoever passes is asked about at each report. */
  @Test
  void testsThatFailedBeforeAreFoundWithoutReadingAllOutcomes(@TempDir Path folder) {
    try (Store store = Stores.open(folder, InstantSource.system())) {
      List<String> plan =
          store.read(tx ->
              tx.query(
                  "EXPLAIN QUERY PLAN " + TestOutcomes.FAILED_BEFORE,
                  row -> row.getString("detail"),
                  "octo/shop"));
      assertThat(plan)
          .singleElement()
          .asString()
          .contains("COVERING INDEX test_outcome_failed (repo=?)");
    }
  }
}
