package io.closedloop.sandbox.http;

import java.util.regex.Pattern;

/** Which requests are meant: a method, and a regular expression for the whole path. */
public record RequestMatch(String method, Pattern path) {

  public static RequestMatch of(String method, String pathRegex) {
    return new RequestMatch(method, Pattern.compile(pathRegex));
  }

  public boolean fits(String otherMethod, String otherPath) {
    return method.equals(otherMethod) && path.matcher(otherPath).matches();
  }
}
