package io.closedloop.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LiveTest {
  @Test
  void aStepSeesTheValueItBeganWithAndTheNextStepTheNewOne() {
    Live<String> live = new Live<>("old");
    boolean same =
        live.steadily(() -> {
          live.replace("new");
          return live.now().equals("old") && live.steadily(() -> live.now().equals("old"));
        });
    assertThat(same).isTrue();
    assertThat(live.now()).isEqualTo("new");
  }

  @Test
  void readersOfOneStepNeverSeeTwoVersions() throws InterruptedException {
    Live<Integer> live = new Live<>(0);
    AtomicBoolean torn = new AtomicBoolean();
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch ready = new CountDownLatch(4);
    Thread[] readers = new Thread[4];
    for (int i = 0; i < readers.length; i++) {
      readers[i] =
          Thread.ofPlatform()
              .start(() -> {
                ready.countDown();
                while (!stop.get()) {
                  if (!live.steadily(() -> sameTwice(live))) {
                    torn.set(true);
                  }
                }
              });
    }
    ready.await();
    for (int i = 1; i < 200_000; i++) {
      live.replace(i);
    }
    stop.set(true);
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(torn).isFalse();
    assertThat(live.now()).isEqualTo(199_999);
  }

  private static boolean sameTwice(Live<Integer> live) {
    int first = live.now();
    return live.now() == first;
  }
}
