package io.closedloop.core.github;

import io.closedloop.api.Secret;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request and follows its redirects. What lets a request in goes to GitHub's own origin
 * and nowhere else.
 */
final class Wire implements Closeable {
  private static final int MAX_REDIRECTS = 3;

  /**
   * As many as a few accounts use at once; OkHttp's five would be closed and opened all the time.
   */
  private static final int KEPT_CONNECTIONS = 32;

  private static final long MAX_JSON = 32L << 20;
  private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");

  private final GitHubOptions options;
  private final HttpUrl api;
  private final String userAgent;
  private @Nullable Clients clients;

  Wire(GitHubOptions options, HttpUrl api) {
    this.options = options;
    this.api = api;
    this.userAgent = "closedloop/" + options.version();
  }

  /**
   * Made on first use: what they read for TLS takes a tenth of a start.
   *
   * @param streaming for what is streamed, which may take long as long as bytes keep coming
   * @param whole for whole answers, bounded as a whole: a server that drips must not hold one of
   *     the few slots for ever, and one alarm costs less than one for each read and write
   */
  private record Clients(OkHttpClient streaming, OkHttpClient whole) {
    static Clients of(Duration timeout) {
      OkHttpClient streaming =
          new OkHttpClient.Builder()
              .followRedirects(false)
              .followSslRedirects(false)
              .retryOnConnectionFailure(false)
              .connectTimeout(timeout)
              .readTimeout(timeout)
              .writeTimeout(timeout)
              .connectionPool(new ConnectionPool(KEPT_CONNECTIONS, 5, TimeUnit.MINUTES))
              .build();
      return new Clients(
          streaming,
          streaming
              .newBuilder()
              .readTimeout(Duration.ZERO)
              .writeTimeout(Duration.ZERO)
              .callTimeout(timeout.multipliedBy(2))
              .build());
    }
  }

  private synchronized Clients clients() {
    if (clients == null) {
      clients = Clients.of(options.bounds().timeout());
    }
    return clients;
  }

  /**
   * Sends and reads the whole answer.
   *
   * @param bearer null for none
   * @param etag of the answer at hand, null for none
   */
  Reply exchange(Request request, @Nullable Secret bearer, @Nullable String etag)
      throws IOException {
    Headers.Builder headers = new Headers.Builder();
    if (etag != null) {
      headers.set("If-None-Match", etag);
    }
    try (Response response = follow(request, bearer, headers.build(), false)) {
      return new Reply(
          response.code(), response.request().url(), response.headers(), whole(response), null);
    }
  }

  /** Sends, and leaves the body of a good answer to be streamed. */
  Reply open(Request request, @Nullable Secret bearer) throws IOException {
    Response response = follow(request, bearer, Headers.EMPTY, true);
    HttpUrl from = response.request().url();
    if (response.isSuccessful()) {
      return new Reply(
          response.code(), from, response.headers(), ByteString.EMPTY, response.body());
    }
    try (response) {
      return new Reply(response.code(), from, response.headers(), whole(response), null);
    }
  }

  boolean atHome(HttpUrl url) {
    return url.scheme().equals(api.scheme())
        && url.host().equals(api.host())
        && url.port() == api.port();
  }

  @Override
  public synchronized void close() {
    if (clients != null) {
      clients.streaming().connectionPool().evictAll();
    }
  }

  private Response follow(
      Request request, @Nullable Secret bearer, Headers conditions, boolean mayLeave)
      throws IOException {
    HttpUrl url = request.url();
    for (int redirects = 0; ; redirects++) {
      OkHttpClient client = mayLeave ? clients().streaming() : clients().whole();
      Response response = client.newCall(call(request, url, bearer, conditions)).execute();
      String location = response.header("Location");
      if (location == null || !redirect(request, response.code())) {
        return response;
      }
      HttpUrl target = url.resolve(location);
      response.close();
      if (redirects == MAX_REDIRECTS) {
        throw new IOException("more than " + MAX_REDIRECTS + " redirects");
      }
      if (target == null || !(atHome(target) || (mayLeave && trusted(target)))) {
        throw new IOException(
            "redirect to a place that is not followed: "
                + (target == null ? "no address" : target.scheme() + "://" + target.host()));
      }
      url = target;
    }
  }

  /** A write follows only where the method is to be kept. */
  private static boolean redirect(Request request, int status) {
    return switch (status) {
      case 307, 308 -> true;
      case 301, 302, 303 -> request.read();
      default -> false;
    };
  }

  /** Plain text is for a stand-in on this machine only, and only when that is the GitHub we use. */
  private boolean trusted(HttpUrl target) {
    return target.isHttps() || (Loopback.is(target.host()) && Loopback.is(api.host()));
  }

  private okhttp3.Request call(
      Request request, HttpUrl url, @Nullable Secret bearer, Headers conditions) {
    okhttp3.Request.Builder call =
        new okhttp3.Request.Builder()
            .url(url)
            .headers(conditions)
            .header("User-Agent", userAgent)
            .method(request.method(), body(request));
    if (atHome(url)) {
      call.header("Accept", "application/vnd.github+json")
          .header("X-GitHub-Api-Version", "2022-11-28");
      if (bearer != null) {
        call.header("Authorization", "Bearer " + bearer.reveal());
      }
    }
    return call.build();
  }

  private static @Nullable RequestBody body(Request request) {
    if (request.read()) {
      return null;
    }
    ByteString bytes = request.body() == null ? ByteString.EMPTY : request.body();
    return new RequestBody() {
      @Override
      public MediaType contentType() {
        return JSON;
      }

      @Override
      public long contentLength() {
        return bytes.size();
      }

      // OkHttp repeats a 503 with "Retry-After: 0" by itself unless the body can be sent but once.
      @Override
      public boolean isOneShot() {
        return true;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        sink.write(bytes);
      }
    };
  }

  private static ByteString whole(Response response) throws IOException {
    var source = response.body().source();
    if (source.request(MAX_JSON + 1)) {
      throw new IOException("answer of more than " + MAX_JSON + " bytes");
    }
    return source.readByteString();
  }
}
