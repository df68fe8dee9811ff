package io.closedloop.core.plugin;

import io.closedloop.api.CredentialRef;
import io.closedloop.api.Effect.HttpCall;
import io.closedloop.api.Http;
import io.closedloop.api.Secret;
import io.closedloop.core.config.Credential;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Credentials;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The way of plugins to other systems: declared hosts, https or this machine, no redirects, bounded
 * in time and size.
 */
final class PluginHttp implements Http {
  private static final long LARGEST_BODY = 1_000_000;
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");
  private static final Set<String> OURS = Set.of("host", "authorization", "content-length");

  private final Client client;
  private final Supplier<Set<String>> hosts;

  /**
   * @param hosts what the instance declared; asked at each call, as it is known only after the
   *     instance was made
   */
  PluginHttp(Client client, Supplier<Set<String>> hosts) {
    this.client = client;
    this.hosts = hosts;
  }

  @Override
  public Answer query(HttpCall call) {
    HttpUrl url = allowed(call);
    Request.Builder request = new Request.Builder().url(url).method(call.method(), body(call));
    call.headers().forEach((name, value) -> header(request, name, value));
    CredentialRef credential = call.credential();
    if (credential != null) {
      request.header("Authorization", client.authorization(credential, url.host()));
    }
    return await(
        client.connections.http().newCall(request.build()), call.method() + " " + url.host());
  }

  private HttpUrl allowed(HttpCall call) {
    @Nullable HttpUrl url = HttpUrl.get(call.uri());
    if (url == null) {
      throw new IllegalStateException(
          "not an http address with a host: its scheme is " + call.uri().getScheme());
    }
    Set<String> declared = hosts.get();
    if (declared.stream().noneMatch(host -> host.toLowerCase(Locale.ROOT).equals(url.host()))) {
      throw new IllegalStateException(
          "the host %s was not declared by this plugin, which declared %s"
              .formatted(url.host(), declared));
    }
    if (!url.isHttps() && !LOOPBACK.contains(url.host())) {
      throw new IllegalStateException("https is needed to reach %s".formatted(url.host()));
    }
    if (!url.username().isEmpty() || !url.password().isEmpty()) {
      throw new IllegalStateException(
          "an address must not hold a user name or password; name a credential instead");
    }
    return url;
  }

  private static void header(Request.Builder request, String name, String value) {
    if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalStateException(
          "the header %s is set by the core; name a credential instead of one".formatted(name));
    }
    request.header(name, value);
  }

  private static @Nullable RequestBody body(HttpCall call) {
    if (call.body() != null) {
      return RequestBody.create(
          call.body().toString(), MediaType.get("application/json; charset=utf-8"));
    }
    boolean bodyless = call.method().equals("GET") || call.method().equals("DELETE");
    return bodyless ? null : RequestBody.create("", null);
  }

  /**
   * Asynchronous underneath, because a thread that blocks in a socket does not hear its
   * interruption.
   */
  private static Answer await(Call call, String what) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    call.enqueue(
        new Callback() {
          @Override
          public void onFailure(Call failed, IOException e) {
            answer.completeExceptionally(e);
          }

          @Override
          public void onResponse(Call done, Response response) {
            try (response) {
              answer.complete(read(response));
            } catch (IOException e) {
              answer.completeExceptionally(e);
            }
          }
        });
    try {
      return answer.get();
    } catch (InterruptedException e) {
      call.cancel();
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(
          new InterruptedIOException(what + ": the call's deadline came before an answer"));
    } catch (ExecutionException e) {
      throw new UncheckedIOException(what + ": no answer", new IOException(e.getCause()));
    }
  }

  private static Answer read(Response response) throws IOException {
    if (response.body().source().request(LARGEST_BODY + 1)) {
      throw new IOException("the answer is larger than " + LARGEST_BODY + " bytes");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    response
        .headers()
        .forEach(pair -> headers.merge(pair.getFirst(), pair.getSecond(), (a, b) -> a + ", " + b));
    return new Answer(response.code(), headers, response.body().string());
  }

  /** The connections and credentials that all plugins share. */
  static final class Client implements AutoCloseable {
    private final Connections connections;
    private final Map<String, Credential> credentials;

    Client(Map<String, Credential> credentials) {
      this(credentials, new Connections());
    }

    private Client(Map<String, Credential> credentials, Connections connections) {
      this.credentials = credentials;
      this.connections = connections;
    }

    /** The same connections with other credentials. */
    Client with(Map<String, Credential> others) {
      return new Client(Map.copyOf(others), connections);
    }

    private String authorization(CredentialRef ref, String host) {
      @Nullable Credential credential = credentials.get(ref.name());
      if (credential == null) {
        throw new IllegalStateException(
            "there is no credential %s; the operator declares it under credentials"
                .formatted(ref.name()));
      }
      if (!credential.hosts().isEmpty() && !credential.hosts().contains(host)) {
        throw new IllegalStateException(
            "the credential %s may not be sent to %s; the operator lists hosts under credentials.%s.hosts"
                .formatted(ref.name(), host, ref.name()));
      }
      return switch (ref.kind()) {
        case TOKEN -> "Bearer " + present(credential.token(), ref, "token").reveal();
        case BASIC -> {
          @Nullable String user = credential.username();
          Secret password = present(credential.password(), ref, "password");
          yield Credentials.basic(user == null ? "" : user, password.reveal());
        }
        case MTLS, OAUTH_CLIENT_CREDENTIALS ->
            throw new IllegalStateException(
                "the credential %s is of the kind %s, which this version cannot present; use a token or a password"
                    .formatted(ref.name(), ref.kind().name().toLowerCase(Locale.ROOT)));
      };
    }

    private static Secret present(@Nullable Secret secret, CredentialRef ref, String key) {
      if (secret == null) {
        throw new IllegalStateException(
            "the credential %s has no %s; the operator sets it under credentials.%s.%s"
                .formatted(ref.name(), key, ref.name(), key));
      }
      return secret;
    }

    @Override
    public void close() {
      connections.close();
    }
  }

  /** Made on first use: many servers have no plugin that asks for one. */
  private static final class Connections {
    private @Nullable OkHttpClient http;

    synchronized OkHttpClient http() {
      if (http == null) {
        http =
            new OkHttpClient.Builder()
                .dispatcher(
                    new Dispatcher(
                        Executors.newCachedThreadPool(
                            Thread.ofPlatform().daemon().name("plugin-http-", 0).factory())))
                .callTimeout(LONGEST)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .build();
      }
      return http;
    }

    synchronized void close() {
      if (http != null) {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
      }
    }
  }
}
