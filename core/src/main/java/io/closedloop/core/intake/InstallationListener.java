package io.closedloop.core.intake;

/**
 * Is told that an installation of the GitHub App has changed; at least once, perhaps late and in
 * any order.
 */
@FunctionalInterface
public interface InstallationListener {

  /**
   * Something about it is not as it was.
   *
   * @param account the user or organization that has the App installed
   * @param change event and action, for example {@code installation suspend}
   * @return in a few words what followed from it
   */
  String changed(long installation, String account, String change);
}
