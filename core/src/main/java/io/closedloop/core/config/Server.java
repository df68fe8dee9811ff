package io.closedloop.core.config;

import io.closedloop.api.Secret;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens, and who may ask it.
 *
 * @param host the address to bind; loopback unless said otherwise
 * @param port 0 lets the system choose
 * @param baseUrl the address under which people reach it, for links; null for none
 * @param tokens open the API and the pages, beside the admin token of the home folder
 */
public record Server(
    String host, @Range(max = 65_535) int port, @Nullable String baseUrl, List<Token> tokens) {
  static final Server DEFAULT = new Server("127.0.0.1", 8080, null, List.of());

  public Server {
    Urls.check("base_url", baseUrl, false);
    Set<String> names = new HashSet<>(Set.of(Token.ADMIN_NAME));
    Set<Secret> values = new HashSet<>();
    for (Token token : tokens) {
      if (!names.add(token.name())) {
        throw new IllegalArgumentException(
            "tokens has two of the name " + token.name() + "; decisions could not be told apart");
      }
      if (!values.add(token.token())) {
        throw new IllegalArgumentException(
            "tokens has the same value under two names, the second is " + token.name());
      }
    }
  }

  /** What a token allows. */
  public enum TokenRole {
    VIEWER,
    OPERATOR,
    APPROVER,
    ADMIN
  }

  /**
   * A token that somebody may present.
   *
   * @param name stands for whoever presents it
   * @param token 16 characters at least, so that it cannot be guessed
   */
  public record Token(String name, TokenRole role, Secret token) {
    /** What the token of the home folder is called. */
    public static final String ADMIN_NAME = "admin";

    private static final int SHORTEST = 16;

    public Token {
      // What is there comes before what is missing, so that one run tells of both.
      if (name != null && !name.matches("[A-Za-z0-9 ._@-]{1,60}")) {
        throw new IllegalArgumentException(
            "name is 1 to 60 letters, digits, spaces or any of . _ @ -");
      }
      if (token != null && token.reveal().strip().length() < SHORTEST) {
        throw new IllegalArgumentException(
            "token must have " + SHORTEST + " characters at least; openssl rand -hex 32 makes one");
      }
      if (name == null || role == null || token == null) {
        throw new IllegalArgumentException("a token needs name, role and token");
      }
    }
  }
}
