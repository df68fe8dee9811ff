package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.regex.Pattern;
import org.apiguardian.api.API;

/** A repository on GitHub as {@code owner/name}. */
@API(status = EXPERIMENTAL, since = "0.1")
public record RepoId(String owner, String name) {
  /** In an address, one or two dots alone would lead elsewhere. */
  private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,100}");

  public RepoId {
    if (!isName(owner) || !isName(name)) {
      throw new IllegalArgumentException("not a repository: " + owner + "/" + name);
    }
  }

  /**
   * Reads {@code owner/name}.
   *
   * @throws IllegalArgumentException when the text has another form
   */
  public static RepoId parse(String fullName) {
    String[] parts = fullName.split("/", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException("a repository is written owner/name, not " + fullName);
    }
    return new RepoId(parts[0], parts[1]);
  }

  private static boolean isName(String part) {
    return NAME.matcher(part).matches();
  }

  @Override
  public String toString() {
    return owner + "/" + name;
  }
}
