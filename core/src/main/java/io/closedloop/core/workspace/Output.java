package io.closedloop.core.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * What a process writes, read as it comes so that it never blocks; the first part is kept and the
 * rest dropped.
 */
final class Output implements Runnable {
  private final InputStream in;
  private final int most;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final Thread reader;

  private Output(InputStream in, int most) {
    this.in = in;
    this.most = most;
    this.reader = Thread.ofPlatform().daemon().name("tool-output").unstarted(this);
  }

  static Output of(InputStream in, int most) {
    Output output = new Output(in, most);
    output.reader.start();
    return output;
  }

  @Override
  public void run() {
    byte[] buffer = new byte[8192];
    try (in) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        keep(buffer, read);
      }
    } catch (IOException e) {
      keep(new byte[0], 0); // A killed process breaks its pipe: what came until then counts.
    }
  }

  /** Waits for the end, though not longer than this. */
  String text(Duration atMost) throws InterruptedException {
    reader.join(atMost);
    synchronized (kept) {
      return kept.toString(UTF_8);
    }
  }

  private void keep(byte[] bytes, int count) {
    synchronized (kept) {
      kept.write(bytes, 0, Math.min(count, most - kept.size()));
    }
  }
}
