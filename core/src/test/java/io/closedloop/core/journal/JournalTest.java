package io.closedloop.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.closedloop.core.journal.ChainReport.Kind;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.Stores;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.123456789Z");
  private static final Chain ONE = Chain.incident("1");
  private static final Chain TWO = Chain.incident("2");

  @TempDir Path folder;
  private final List<Entry> published = new ArrayList<>();
  private final Journal journal = new Journal(FactTypes.of(Happened.class), published::add);
  private Store store;

  @BeforeEach
  void open() {
    store = Stores.open(folder, InstantSource.fixed(NOW));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Entry append(Chain chain, Fact fact) {
    return store.write(tx -> journal.append(tx, chain, Journal.ANY, fact));
  }

  private List<Entry> entries(Chain chain) {
    return store.read(tx -> journal.read(tx, chain));
  }

  private List<Entry> after(long seq, int limit) {
    return store.read(tx -> journal.readAfter(tx, ONE, seq, limit));
  }

  private void count(Chain chain, int to) {
    for (int i = 1; i <= to; i++) {
      append(chain, new Happened.Counted(i));
    }
  }

  private void tamper(String sql, Object... args) {
    assertThat(store.<Integer>write(tx -> tx.update(sql, args))).isPositive();
  }

  private List<ChainReport.Problem> problems() {
    return store.read(journal::verifyAll).stream().flatMap(r -> r.problems().stream()).toList();
  }

  @Test
  void entriesAreReadAsTheyWereAppended() {
    Entry first = append(ONE, new Happened.Counted(1));
    Entry second = append(ONE, new Happened.Came("ann", "to see"));
    append(TWO, new Happened.Counted(9));
    assertThat(first.seq()).isEqualTo(1);
    assertThat(first.at()).isEqualTo(Instant.parse("2026-01-02T03:04:05.123456Z"));
    assertThat(entries(ONE)).containsExactly(first, second);
    assertThat(after(1, 5)).containsExactly(second);
    assertThat(after(0, 1)).containsExactly(first);
    assertThat(entries(Chain.SYSTEM)).isEmpty();
    assertThat(problems()).isEmpty();
  }

  @Test
  void theSecondOfTwoWritersThatReadTheSameStateIsTurnedAway() {
    store.write(tx -> journal.append(tx, ONE, 0, new Happened.Counted(1)));
    assertThatExceptionOfType(ChainConflict.class)
        .isThrownBy(() -> store.write(tx -> journal.append(tx, ONE, 0, new Happened.Counted(2))))
        .withMessageContaining("ends at 1, not at 0");
    store.write(tx -> journal.append(tx, ONE, 1, new Happened.Counted(2)));
    assertThat(entries(ONE)).hasSize(2);
  }

  @Test
  void onlyWhatIsCommittedIsPublished() {
    assertThatExceptionOfType(ChainConflict.class)
        .isThrownBy(() ->
            store.write(tx -> {
              journal.append(tx, ONE, 0, new Happened.Counted(1));
              return journal.append(tx, ONE, 0, new Happened.Counted(2));
            }));
    assertThat(published).isEmpty();
    Entry entry = append(ONE, new Happened.Counted(3));
    assertThat(published).containsExactly(entry);
    assertThat(entry.seq()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"body = '{\"number\":42}'", "type = 'Came'", "at = at + 1", "hash = hash || '0'"})
  void anAlteredEntryIsFound(String change) {
    count(ONE, 5);
    assertThat(problems()).isEmpty();
    tamper("UPDATE journal SET " + change + " WHERE chain = ? AND seq = 3", ONE.name());
    assertThat(problems())
        .anySatisfy(problem -> {
          assertThat(problem.kind()).isEqualTo(Kind.ALTERED);
          assertThat(problem.seq()).isEqualTo(3);
        });
  }

  @Test
  void aMissingEntryIsFound() {
    count(ONE, 5);
    tamper("DELETE FROM journal WHERE chain = ? AND seq IN (2, 3)", ONE.name());
    assertThat(problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.kind()).isEqualTo(Kind.MISSING);
          assertThat(problem.detail()).isEqualTo("entries 2 to 3 are not there");
        });
  }

  @Test
  void exchangedEntriesAreFound() {
    count(ONE, 5);
    tamper("UPDATE journal SET seq = 99 WHERE chain = ? AND seq = 2", ONE.name());
    tamper("UPDATE journal SET seq = 2 WHERE chain = ? AND seq = 3", ONE.name());
    tamper("UPDATE journal SET seq = 3 WHERE chain = ? AND seq = 99", ONE.name());
    assertThat(problems()).extracting("kind").containsOnly(Kind.ALTERED).isNotEmpty();
  }

  @Test
  void aTailThatWasCutOffIsFound() {
    count(ONE, 5);
    tamper("DELETE FROM journal WHERE chain = ? AND seq = 5", ONE.name());
    assertThat(problems()).extracting("kind").containsExactly(Kind.TRUNCATED);
  }

  @Test
  void aTailThatWasCutOffTogetherWithItsHeadIsFoundByTheCheckpoint() {
    count(ONE, 5);
    checkpoint();
    tamper("DELETE FROM journal WHERE chain = ? AND seq = 5", ONE.name());
    tamper(
        "UPDATE journal_heads SET seq = 4, hash = (SELECT hash FROM journal WHERE chain = ? AND seq = 4) WHERE chain = ?",
        ONE.name(),
        ONE.name());
    assertThat(problems()).extracting("kind").containsExactly(Kind.TRUNCATED);
  }

  @Test
  void aChainThatVanishedAltogetherIsFoundByTheCheckpoint() {
    count(ONE, 2);
    checkpoint();
    tamper("DELETE FROM journal WHERE chain = ?", ONE.name());
    tamper("DELETE FROM journal_heads WHERE chain = ?", ONE.name());
    assertThat(problems()).extracting("kind").containsExactly(Kind.TRUNCATED);
    assertThat(store.read(tx -> journal.verify(tx, ONE)).whole()).isFalse();
    assertThat(store.read(tx -> journal.verify(tx, Chain.SYSTEM)).whole()).isTrue();
  }

  @Test
  void aChainRewrittenFromTheStartIsFoundByTheCheckpoint() {
    count(ONE, 3);
    checkpoint();
    tamper("DELETE FROM journal WHERE chain = ?", ONE.name());
    tamper("DELETE FROM journal_heads WHERE chain = ?", ONE.name());
    for (int i = 0; i < 3; i++) {
      append(ONE, new Happened.Counted(100 + i));
    }
    assertThat(problems()).extracting("kind").containsExactly(Kind.ALTERED);
  }

  @Test
  void aCheckpointNamesOnlyWhatGrewSinceTheLast() {
    count(ONE, 2);
    count(TWO, 1);
    checkpoint();
    checkpoint();
    count(TWO, 1);
    checkpoint();
    List<List<String>> named =
        store.read(tx -> journal.read(tx, Chain.SYSTEM)).stream()
            .map(e ->
                ((Checkpoint) e.fact())
                    .heads().stream().map(h -> h.chain() + "@" + h.seq()).toList())
            .toList();
    assertThat(named)
        .containsExactly(List.of("incident:1@2", "incident:2@1"), List.of("incident:2@2"));
    assertThat(problems()).isEmpty();
  }

  private void checkpoint() {
    store.write(tx -> {
      journal.checkpoint(tx);
      return 1;
    });
  }

  @Test
  void whatIsErasedIsGoneAndTheChainStaysWhole() {
    append(ONE, new Happened.Came("ann", "work"));
    append(ONE, new Happened.Came("bob", "work"));
    append(Chain.SYSTEM, new Happened.Came("ann", "login"));
    checkpoint();
    assertThat(store.<Integer>write(tx -> journal.erase(tx, "ann"))).isEqualTo(2);
    assertThat(entries(ONE))
        .extracting(Entry::fact)
        .containsExactly(
            new Happened.Came(Journal.ERASED, "work"), new Happened.Came("bob", "work"));
    assertThat(problems()).isEmpty();
    assertThat(store.<Integer>write(tx -> journal.erase(tx, "ann"))).isZero();
  }

  @Test
  void aPersonalTextThatWasExchangedIsFound() {
    append(ONE, new Happened.Came("ann", "work"));
    tamper("UPDATE journal_personal SET text = 'eve'");
    assertThat(problems()).extracting("kind").containsExactly(Kind.ALTERED);
  }

  @Test
  void aTypeOfANewerVersionIsNamedWhenRead() {
    count(ONE, 1);
    tamper("UPDATE journal SET type = 'FromTheFuture'");
    assertThatExceptionOfType(UnreadableFact.class)
        .isThrownBy(() -> store.read(tx -> journal.read(tx, ONE)))
        .withMessageContaining("FromTheFuture")
        .withMessageContaining("incident:1");
  }

  @Test
  void aChainNameWithALineBreakIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Chain.incident("1\n2"));
  }

  @Test
  void manyChainsFitIntoSeveralCheckpoints() {
    store.write(tx -> {
      for (int i = 0; i < 1_001; i++) {
        journal.append(tx, Chain.incident("c" + i), 0, new Happened.Counted(i));
      }
      journal.checkpoint(tx);
      return 1;
    });
    assertThat(entries(Chain.SYSTEM)).hasSize(3);
    assertThat(problems()).isEmpty();
  }
}
