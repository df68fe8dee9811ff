package io.closedloop.core.http;

import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Lets a request through to a route of its role, or refuses it. */
final class Gate {
  private static final Map<String, String> ASK_BEARER =
      Map.of("WWW-Authenticate", "Bearer realm=\"closedloop\"");
  private static final Map<String, String> ASK_BASIC =
      Map.of("WWW-Authenticate", "Basic realm=\"closedloop\", charset=\"UTF-8\"");
  private final HttpOptions options;

  @Inject
  Gate(HttpOptions options) {
    this.options = options;
  }

  void check(Role role, Request request) {
    switch (role) {
      case OPEN -> {}
      case ADMIN -> {
        if (!isToken(bearer(request))) {
          throw new HttpProblem(401, "send the admin token: Authorization: Bearer …", ASK_BEARER);
        }
      }
      case VIEWER -> {
        if (!atThisMachine(request) && !hasToken(request)) {
          throw new HttpProblem(
              401, "give the admin token as the password, with any user name", ASK_BASIC);
        }
      }
      case FORM -> {
        if (!fromOurPages(request)) {
          throw new HttpProblem(
              403, "this form was sent by another site; open the incident here and decide there");
        }
      }
    }
  }

  /** Checks a form's own token field; without one, basic authentication must have been given. */
  void checkForm(Call call, String field) {
    if (!field.isEmpty()) {
      if (!isToken(field)) {
        throw new HttpProblem(
            403, "this is not the admin token; it lies in the server's home folder");
      }
    } else if (!isToken(basic(call.header("Authorization").orElse(null)))) {
      throw new HttpProblem(401, "a decision needs the admin token", ASK_BASIC);
    }
  }

  private boolean hasToken(Request request) {
    return isToken(basic(request.getHeaders().get("Authorization"))) || isToken(bearer(request));
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

  /** Compares digests, so that neither the length nor the beginning of the token can be timed. */
  private boolean isToken(@Nullable String given) {
    return given != null
        && MessageDigest.isEqual(sha256(given), sha256(options.adminToken().reveal()));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
