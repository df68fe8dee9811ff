package io.closedloop.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One connection's request and answer after another; the request is made once but for its id. */
final class Exchange {
  private final ByteBuffer request;
  private final int idAt;
  private final DeliveryIds ids;
  private final ByteBuffer received = ByteBuffer.allocateDirect(16 * 1024);
  private final byte[] answer = new byte[received.capacity()];
  private int length;
  private long begun;
  private long micros;

  Exchange(byte[] body, String signature, DeliveryIds ids) {
    this.ids = ids;
    String before =
        "POST /webhooks/github HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "X-GitHub-Event: workflow_run\r\nX-Hub-Signature-256: "
            + signature
            + "\r\nContent-Length: "
            + body.length
            + "\r\nX-GitHub-Delivery: ";
    byte[] head = (before + ids.next() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    idAt = before.length();
    request = ByteBuffer.allocateDirect(head.length + body.length).put(head).put(body).flip();
  }

  /** A new delivery. */
  void begin() {
    begun = System.nanoTime();
    request.put(idAt, ids.next().getBytes(StandardCharsets.US_ASCII));
    request.position(0);
    length = 0;
  }

  /** Whether all of it is sent. */
  boolean send(SocketChannel channel) throws IOException {
    channel.write(request);
    return !request.hasRemaining();
  }

  /** Whether the answer is complete; fails when it is a refusal. */
  boolean receive(SocketChannel channel) throws IOException {
    received.clear();
    int read = channel.read(received);
    if (read < 0) {
      throw new IOException("the server closed the connection");
    }
    if (length + read > answer.length) {
      throw new IOException("the server answers with more than " + answer.length + " bytes");
    }
    received.flip().get(answer, length, read);
    length += read;
    if (!complete()) {
      return false;
    }
    micros = (System.nanoTime() - begun) / 1_000;
    return true;
  }

  /** How long the last one took. */
  long micros() {
    return micros;
  }

  private boolean complete() throws IOException {
    String text = new String(answer, 0, length, StandardCharsets.ISO_8859_1);
    if (length > 9 && text.charAt(9) != '2') {
      throw new IOException("the server answered: " + text);
    }
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    String head = text.substring(0, end).toLowerCase(Locale.ROOT);
    int announced = head.indexOf("\r\ncontent-length:");
    if (announced < 0) {
      return text.endsWith("0\r\n\r\n"); // chunked
    }
    int line = head.indexOf("\r\n", announced + 2);
    String bytes = head.substring(announced + 17, line < 0 ? head.length() : line).strip();
    return length == end + 4 + Integer.parseInt(bytes);
  }
}
