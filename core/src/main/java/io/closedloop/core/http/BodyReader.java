package io.closedloop.core.http;

import io.closedloop.core.intake.InFlight;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads bodies into memory within one budget for all requests. What a client announces costs
 * nothing: memory is taken as bytes arrive, and a body that trickles in for longer than GitHub
 * itself would wait is given up.
 */
public final class BodyReader {
  // Most payloads fit, so that they are read to where they stay.
  private static final int FIRST = 64 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Map<String, String> CLOSE = Map.of("Connection", "close");
  private final InFlight budget;
  private final InstantSource clock;

  @Inject
  BodyReader(InFlight budget, InstantSource clock) {
    this.budget = budget;
    this.clock = clock;
  }

  /**
   * Reads the whole body.
   *
   * @param cap bytes; more is a 413
   */
  Body read(Request request, int cap) {
    long announced = request.getLength();
    if (announced > cap) {
      throw tooLarge(cap);
    }
    Body body = new Body(announced < 0 ? cap : (int) announced);
    try (InputStream in = Content.Source.asInputStream(request)) {
      body.fill(in, cap);
      return body;
    } catch (IOException e) {
      body.close();
      throw e.getCause() instanceof TimeoutException
          ? new HttpProblem(408, "the body did not arrive in time", CLOSE)
          : new HttpProblem(400, "the body ended before it was complete", CLOSE);
    } catch (RuntimeException | Error e) {
      body.close();
      throw e;
    }
  }

  private static HttpProblem tooLarge(int cap) {
    return new HttpProblem(413, "the body is larger than " + cap + " bytes", CLOSE);
  }

  /** A body in memory, which counts against the budget until it is closed. */
  final class Body implements AutoCloseable {
    private final int most;
    private byte[] bytes = new byte[0];
    private long taken;

    private Body(int most) {
      this.most = most;
    }

    byte[] bytes() {
      return bytes;
    }

    private void fill(InputStream in, int cap) throws IOException {
      Instant until = clock.instant().plus(PATIENCE);
      int count = 0;
      grow(Math.min(FIRST, most));
      while (true) {
        int read = count < bytes.length ? in.read(bytes, count, bytes.length - count) : in.read();
        if (read < 0) {
          bytes = count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
          return;
        }
        if (clock.instant().isAfter(until)) {
          throw new HttpProblem(
              408, "the body did not arrive within " + PATIENCE.toSeconds() + " s", CLOSE);
        }
        if (count < bytes.length) {
          count += read;
        } else if (count == most) {
          throw tooLarge(cap);
        } else {
          grow(Math.min(most, count * 2));
          bytes[count++] = (byte) read;
        }
      }
    }

    private void grow(int size) {
      int more = size - bytes.length;
      if (!budget.take(more)) {
        throw new HttpProblem(
            503,
            "too many bytes are being received; try again",
            Map.of("Retry-After", "30", "Connection", "close"));
      }
      taken += more;
      bytes = bytes.length == 0 ? new byte[size] : Arrays.copyOf(bytes, size);
    }

    @Override
    public void close() {
      budget.release(taken);
      taken = 0;
    }
  }
}
