package io.closedloop.core.http;

import java.util.Map;

/** Ends the handling of a request with a status and a sentence that the client may read. */
public final class HttpProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final transient Map<String, String> headers;

  /**
   * A problem.
   *
   * @param status from 400 to 599
   * @param detail what is wrong and what to do; never a secret
   */
  public HttpProblem(int status, String detail) {
    this(status, detail, Map.of());
  }

  /** A problem whose answer carries headers. */
  public HttpProblem(int status, String detail, Map<String, String> headers) {
    super(detail, null, false, false);
    this.status = status;
    this.headers = Map.copyOf(headers);
  }

  int status() {
    return status;
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  Map<String, String> headers() {
    return headers;
  }
}
