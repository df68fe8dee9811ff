package io.closedloop.core.schedule;

import io.closedloop.core.journal.Chain;
import io.closedloop.core.journal.FactTypes;
import io.closedloop.core.journal.Happened;
import io.closedloop.core.journal.Journal;
import io.closedloop.core.store.GroupCommit;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.Stores;
import io.closedloop.core.store.Work;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * A process that writes facts with tasks as fast as it can until it is killed, saying {@code ACK n}
 * once fact n is committed and {@code RAN n} when its task has run.
 */
final class DoomedServer {
  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

  private DoomedServer() {}

  /** Arguments: the store's folder, and the first number to write. */
  public static void main(String[] args) {
    new DoomedServer().run(Path.of(args[0]), Integer.parseInt(args[1]));
  }

  private void run(Path folder, int first) {
    InstantSource clock = InstantSource.system();
    Store store = Stores.open(folder, clock);
    Journal journal = new Journal(FactTypes.of(Happened.class), entry -> {});
    DbSchedule schedule =
        new DbSchedule(
            store, clock, new DbSchedule.Settings(4, Duration.ofSeconds(1)), (task, failure) -> {});
    schedule.start(Map.of("follow", id -> say("RAN " + id)));
    GroupCommit commits = new GroupCommit(store, new GroupCommit.Limits(64, 1_000_000, 16));
    say("READY");
    for (int i = 0; i < 4; i++) {
      int lane = i;
      Thread.ofPlatform()
          .start(() -> {
            for (int n = first + lane; ; n += 4) {
              Work<Integer> work = work(journal, schedule, n);
              // Two lanes through group commit, two on their own.
              int number =
                  lane < 2
                      ? commits.submit(work, 100).toCompletableFuture().join()
                      : store.write(work);
              say("ACK " + number);
            }
          });
    }
  }

  private static Work<Integer> work(Journal journal, DbSchedule schedule, int n) {
    return tx -> {
      Chain chain = Chain.incident("c" + n % 7);
      journal.append(tx, chain, Journal.ANY, new Happened.Counted(n));
      schedule.at(tx, new Task("follow", Integer.toString(n)), tx.now());
      if (n % 50 == 0) {
        journal.checkpoint(tx);
      }
      return n;
    };
  }

  /** In one write to the pipe, so that what was said is not lost with the process. */
  private void say(String line) {
    try {
      out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
