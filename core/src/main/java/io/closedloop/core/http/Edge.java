package io.closedloop.core.http;

import io.closedloop.core.store.StoreUnavailable;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place through which every request comes in and every answer goes out. */
final class Edge extends Handler.Abstract {
  private static final Logger log = LoggerFactory.getLogger(Edge.class);

  /** Pages load nothing but our own style and icon, run nothing, and are framed by nobody. */
  private static final Map<String, String> ALWAYS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
              + " frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          // not no-referrer: with that, browsers send forms with the origin "null"
          "Referrer-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  private final Router router;
  private final Gate gate;
  private final BodyReader bodies;
  private final Errors errors;
  private final Running running;
  private final MeterRegistry meters;

  @Inject
  Edge(
      Routes routes,
      Gate gate,
      BodyReader bodies,
      Errors errors,
      Running running,
      MeterRegistry meters) {
    this.router = new Router(routes.all());
    this.gate = gate;
    this.bodies = bodies;
    this.errors = errors;
    this.running = running;
    this.meters = meters;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Timer.Sample sample = Timer.start(meters);
    Router.Match match = router.match(request.getMethod(), Request.getPathInContext(request));
    boolean entered = running.enter();
    Callback end = entered ? Callback.from(callback, running::leave) : callback;
    begun(request, match, entered)
        .exceptionally(e -> failed(request, match, e))
        .thenAccept(answer -> {
          sample.stop(timer(request, match, answer.status()));
          send(answer, request, response, end);
        })
        .exceptionally(e -> {
          end.failed(e);
          return null;
        });
    return true;
  }

  private CompletionStage<Answer> begun(Request request, Router.Match match, boolean entered) {
    try {
      return answer(request, match, entered);
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private Answer failed(Request request, Router.Match match, Throwable why) {
    return switch (why) {
      case CompletionException e when e.getCause() != null -> failed(request, match, e.getCause());
      case HttpProblem problem ->
          errors
              .answer(request, problem.status(), problem.detail(), Map.of())
              .with(problem.headers());
      case StoreUnavailable e -> {
        log.warn("The store cannot be used: {}", e.getMessage());
        yield errors
            .answer(
                request, 503, "the store cannot be used now; the server's log says why", Map.of())
            .with("Retry-After", "30");
      }
      case Throwable e -> {
        String correlation = UUID.randomUUID().toString();
        log.error("A request to {} failed; correlation {}", template(match), correlation, e);
        yield errors.answer(
            request,
            500,
            "something went wrong here; the server's log tells more under this correlation",
            Map.of("correlation", correlation));
      }
    };
  }

  private CompletionStage<Answer> answer(Request request, Router.Match match, boolean entered) {
    return switch (match) {
      case Router.Match.Unknown _ -> throw new HttpProblem(404, "there is nothing at this path");
      case Router.Match.WrongMethod(var allowed) -> {
        String methods = String.join(", ", allowed);
        throw new HttpProblem(
            405, "this path answers to " + methods + " only", Map.of("Allow", methods));
      }
      case Router.Match.Found(Route route, var parameters) -> {
        if (!entered && !SystemRoutes.answersWhileDraining(route)) {
          throw new HttpProblem(
              503,
              "the server is stopping; try again",
              Map.of("Retry-After", "30", "Connection", "close"));
        }
        Caller caller = gate.check(route.access(), request);
        yield route.handler().begin(new Call(request, route, caller, parameters, bodies));
      }
    };
  }

  /** Waits for nobody: it may be done by a thread that has others' answers to send as well. */
  private void send(Answer answer, Request request, Response response, Callback end) {
    response.setStatus(answer.status());
    ALWAYS.forEach((name, value) -> response.getHeaders().put(name, value));
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    // What was refused may not have been read whole: its connection ends then and must say so, or
    // a client sends the next request into nothing.
    boolean unread = answer.status() >= 400 && !request.consumeAvailable();
    if (unread || running.draining()) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(
        true, ByteBuffer.wrap(request.getMethod().equals("HEAD") ? new byte[0] : body), end);
  }

  private Timer timer(Request request, Router.Match match, int status) {
    return meters.timer(
        "closedloop.http.requests",
        "route",
        template(match),
        "method",
        match instanceof Router.Match.Found ? request.getMethod() : "other",
        "status",
        Integer.toString(status));
  }

  /** The template and never the path: labels stay few, and hostile paths stay out of logs. */
  private static String template(Router.Match match) {
    return match instanceof Router.Match.Found(Route route, var _) ? route.template() : "none";
  }
}
