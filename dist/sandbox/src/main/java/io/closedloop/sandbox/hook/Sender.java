package io.closedloop.sandbox.hook;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs a payload and posts it with GitHub's headers; ten seconds are all the receiver gets. */
final class Sender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(LIMIT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final byte[] secret;

  Sender(byte[] secret) {
    this.secret = secret.clone();
  }

  /** Posts and gives back the status, or 0 where there was no answer in time. */
  int post(URI target, Delivery.Event event) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .header("Accept", "*/*")
            .header("User-Agent", "GitHub-Hookshot/5a4dbc0")
            .header("X-GitHub-Event", event.name())
            .header("X-GitHub-Delivery", event.id())
            .header("X-GitHub-Hook-ID", Webhooks.HOOK_ID)
            .header("X-GitHub-Hook-Installation-Target-Type", "repository");
    byte[] body = event.body().bytes();
    if (secret.length > 0) {
      request.header("X-Hub-Signature", "sha1=" + sign("HmacSHA1", body));
      request.header("X-Hub-Signature-256", "sha256=" + sign("HmacSHA256", body));
    }
    request.POST(HttpRequest.BodyPublishers.ofByteArray(body));
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      LOG.debug("delivery {} of {} got no answer", event.id(), event.name(), e);
      return 0;
    }
  }

  private String sign(String algorithm, byte[] body) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret, algorithm));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
