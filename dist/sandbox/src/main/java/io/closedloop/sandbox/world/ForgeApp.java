package io.closedloop.sandbox.world;

import java.security.PublicKey;
import java.util.Map;

/**
 * A GitHub App that is installed for every account here.
 *
 * @param id its number
 * @param key with which it signs
 * @param permissions granted to it, the level by name
 */
public record ForgeApp(long id, String slug, PublicKey key, Map<String, String> permissions) {

  public ForgeApp {
    permissions = Map.copyOf(permissions);
  }

  /** The login under which it acts. */
  public String login() {
    return slug + "[bot]";
  }

  /** The client id, which may stand for the number. */
  public String clientId() {
    return "Iv23li" + slug;
  }

  /** The same App with other permissions. */
  public ForgeApp granted(Map<String, String> others) {
    return new ForgeApp(id, slug, key, others);
  }
}
