package io.closedloop.core.plugin;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.FailureCategory;
import io.closedloop.api.NotificationChannel;
import io.closedloop.api.Permission;
import io.closedloop.api.RecoveryAction;
import java.util.List;
import java.util.Set;

/** An enabled instance together with what it declared when it was made. */
public sealed interface Wired {
  Instance<?> instance();

  /**
   * A category and the signature files that it brought.
   *
   * @param priorityBoost how many levels more urgent its failures are
   * @param correlates whether the causes of its failures lie outside the repositories
   */
  record Category(
      Instance<FailureCategory> instance,
      List<SignatureFile> signatures,
      int priorityBoost,
      boolean correlates)
      implements Wired {
    public Category {
      signatures = List.copyOf(signatures);
    }
  }

  /** An action and what it may ask for. */
  record Action(Instance<RecoveryAction> instance, ActionSpec spec) implements Wired {}

  /** A channel, what it needs on GitHub, and the hosts it sends to. */
  record Channel(
      Instance<NotificationChannel> instance, Set<Permission> permissions, Set<String> hosts)
      implements Wired {
    public Channel {
      permissions = Set.copyOf(permissions);
      hosts = Set.copyOf(hosts);
    }
  }

  /**
   * A signature file out of a plugin's jar.
   *
   * @param name as the category named it
   * @param yaml its text
   */
  record SignatureFile(String name, String yaml) {}
}
