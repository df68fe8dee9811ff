package io.closedloop.core.http;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Lets a request through to a route, or refuses it and counts that. */
final class Gate {
  private static final String ASK_BEARER = "Bearer realm=\"closedloop\"";
  private static final String ASK_BASIC = "Basic realm=\"closedloop\", charset=\"UTF-8\"";
  private final HttpOptions options;
  private final Tokens tokens;
  private final MeterRegistry meters;

  @Inject
  Gate(HttpOptions options, Tokens tokens, MeterRegistry meters) {
    this.options = options;
    this.tokens = tokens;
    this.meters = meters;
  }

  /** Why a request was refused; the metric's label. */
  private enum Refusal {
    NO_TOKEN,
    WRONG_TOKEN,
    ROLE,
    FOREIGN_FORM
  }

  Caller check(Access access, Request request) {
    return switch (access) {
      case Access.Open _ -> Caller.ANYBODY;
      case Access.Api(Role role) ->
          allowed(
              known(bearer(request), ASK_BEARER, "send a token: Authorization: Bearer …"), role);
      case Access.Page _ -> atThisMachine(request) ? Caller.ANYBODY : reader(request);
      case Access.Form _ -> {
        if (!fromOurPages(request)) {
          throw refused(
              Refusal.FOREIGN_FORM,
              403,
              "this form was sent by another site; open the incident here and decide there");
        }
        yield Caller.ANYBODY;
      }
    };
  }

  private Caller reader(Request request) {
    @Nullable String token = basic(request.getHeaders().get("Authorization"));
    return known(
        token == null ? bearer(request) : token,
        ASK_BASIC,
        "give a token as the password, with any user name");
  }

  /** Checks a form's own token field; without one, basic authentication must have been given. */
  Caller checkForm(Call call, String field, Role role) {
    if (field.isEmpty()) {
      @Nullable String password = basic(call.header("Authorization").orElse(null));
      return allowed(known(password, ASK_BASIC, "a decision needs a token"), role);
    }
    Caller caller =
        tokens
            .find(field)
            .orElseThrow(() ->
                refused(
                    Refusal.WRONG_TOKEN,
                    403,
                    "this is no token of this server; the admin token lies in its home folder"));
    return allowed(caller, role);
  }

  private Caller known(@Nullable String token, String ask, String advice) {
    Map<String, String> challenge = Map.of("WWW-Authenticate", ask);
    if (token == null) {
      throw refused(Refusal.NO_TOKEN, 401, advice, challenge);
    }
    return tokens
        .find(token)
        .orElseThrow(() ->
            refused(
                Refusal.WRONG_TOKEN, 401, "this is no token of this server; " + advice, challenge));
  }

  private Caller allowed(Caller caller, Role role) {
    if (!caller.role().includes(role)) {
      throw refused(
          Refusal.ROLE,
          403,
          "this needs a token of the role %s or admin; this one is %s's"
              .formatted(role.word(), caller.role().word()));
    }
    return caller;
  }

  private HttpProblem refused(Refusal why, int status, String detail) {
    return refused(why, status, detail, Map.of());
  }

  private HttpProblem refused(Refusal why, int status, String detail, Map<String, String> headers) {
    meters
        .counter("closedloop.http.refused", "reason", why.name().toLowerCase(Locale.ROOT))
        .increment();
    return new HttpProblem(status, detail, headers);
  }

  /**
   * Bound to loopback, called by a loopback name and not through a proxy. The name matters: a page
   * of another site whose own name was made to resolve to loopback would otherwise read ours in the
   * visitor's browser.
   */
  private boolean atThisMachine(Request request) {
    boolean proxied =
        List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "Via").stream()
            .anyMatch(request.getHeaders()::contains);
    return options.loopback() && !proxied && Loopback.isName(Request.getServerName(request));
  }

  private static boolean fromOurPages(Request request) {
    String site = request.getHeaders().get("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin");
    }
    String origin = request.getHeaders().get("Origin");
    String host = request.getHttpURI().getAuthority();
    return origin != null
        && host != null
        && origin.replaceFirst("^https?://", "").equalsIgnoreCase(host);
  }

  private static @Nullable String bearer(Request request) {
    return credentials(request.getHeaders().get("Authorization"), "bearer ").orElse(null);
  }

  private static @Nullable String basic(@Nullable String header) {
    try {
      return credentials(header, "basic ")
          .map(encoded -> new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8))
          .filter(pair -> pair.contains(":"))
          .map(pair -> pair.substring(pair.indexOf(':') + 1))
          .orElse(null);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  private static Optional<String> credentials(@Nullable String header, String scheme) {
    return header != null && header.toLowerCase(Locale.ROOT).startsWith(scheme)
        ? Optional.of(header.substring(scheme.length()).strip())
        : Optional.empty();
  }
}
