package io.closedloop.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * A process of its own that sends one signed body over and over, each time as another delivery, on
 * connections that are kept, to the loopback only. One thread and requests made beforehand, since
 * whatever it computes is taken from those who are measured.
 */
public final class Load {
  private static final int MOST = 1_000_000;
  private static final long PATIENCE_MILLIS = 30_000;

  private final long[] micros;
  private int sent;
  private int answered;

  private Load(int count) {
    this.micros = new long[Math.min(count, MOST)];
  }

  /** Arguments: port, file with the body, signature, connections, count. Prints the figures. */
  public static void main(String[] args) throws Exception {
    byte[] body = Files.readAllBytes(Path.of(args[1]));
    Load load = new Load(Integer.parseInt(args[4]));
    DeliveryIds ids = new DeliveryIds();
    Supplier<Exchange> exchange = () -> new Exchange(body, args[2], ids);
    long begun = System.nanoTime();
    load.run(Integer.parseInt(args[0]), Integer.parseInt(args[3]), exchange);
    double seconds = (System.nanoTime() - begun) / 1e9;
    long[] micros = load.micros;
    Arrays.sort(micros);
    System.out.printf(
        Locale.ROOT,
        "%.1f %.3f %.3f%n",
        micros.length / seconds,
        micros[micros.length / 2] / 1e3,
        micros[(int) (micros.length * 0.99)] / 1e3);
  }

  private void run(int port, int connections, Supplier<Exchange> exchange) throws IOException {
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < connections; i++) {
        begin(connected(port, selector, exchange.get()));
      }
      while (answered < micros.length) {
        if (selector.select(this::ready, PATIENCE_MILLIS) == 0) {
          throw new IOException("the server answers nothing any more");
        }
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    }
  }

  private static SelectionKey connected(int port, Selector selector, Exchange exchange)
      throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_SNDBUF, 256 * 1024);
    channel.configureBlocking(false);
    return channel.register(selector, SelectionKey.OP_READ, exchange);
  }

  private void begin(SelectionKey key) throws IOException {
    if (sent < micros.length) {
      sent++;
      exchange(key).begin();
      send(key);
    }
  }

  private static void send(SelectionKey key) throws IOException {
    boolean all = exchange(key).send((SocketChannel) key.channel());
    int wanted = all ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.isWritable()) {
        send(key);
      }
      if (key.isReadable() && exchange(key).receive((SocketChannel) key.channel())) {
        micros[answered++] = exchange(key).micros();
        begin(key);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Exchange exchange(SelectionKey key) {
    return (Exchange) key.attachment();
  }
}
