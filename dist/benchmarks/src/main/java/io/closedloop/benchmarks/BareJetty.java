package io.closedloop.benchmarks;

import io.closedloop.api.Secret;
import io.closedloop.core.intake.WebhookSignature;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/**
 * The least that a webhook server can do: Jetty set up as closedloop's is, and a handler that
 * checks the signature and stores nothing.
 */
public final class BareJetty {
  private BareJetty() {}

  /** Arguments: port, secret. */
  public static void main(String[] args) throws Exception {
    Server server = new Server(new VirtualThreadPool(1_000));
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    HttpConnectionFactory http = new HttpConnectionFactory(configuration);
    http.setInputBufferSize(32 * 1024);
    ServerConnector connector =
        new ServerConnector(server, 1, 1, http, new HTTP2CServerConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    connector.setPort(Integer.parseInt(args[0]));
    server.addConnector(connector);
    server.setHandler(new Checking(new WebhookSignature(List.of(Secret.of(args[1])))));
    server.start();
    server.join();
  }

  private static final class Checking extends Handler.Abstract {
    private static final byte[] ACCEPTED =
        "{\"accepted\":true}".getBytes(StandardCharsets.US_ASCII);
    private final WebhookSignature signature;

    Checking(WebhookSignature signature) {
      this.signature = signature;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      boolean asks = request.getMethod().equals("GET");
      int status = 200;
      if (!asks) {
        byte[] body;
        try (var in = Content.Source.asInputStream(request)) {
          body = in.readAllBytes();
        }
        String given = request.getHeaders().get("X-Hub-Signature-256");
        status = signature.matches(body, given) ? 202 : 401;
      }
      response.setStatus(status);
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, ACCEPTED.length);
      response.write(true, ByteBuffer.wrap(ACCEPTED), callback);
      return true;
    }
  }
}
