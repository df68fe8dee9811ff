package io.closedloop.core.plugin;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.FailureCategory;
import io.closedloop.api.NotificationChannel;
import io.closedloop.api.Permission;
import io.closedloop.api.RecoveryAction;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
   * @param loader the plugin's
   */
  record SignatureFile(String name, ClassLoader loader) {
    /** Larger ones are cut off, and so not valid. */
    private static final int LARGEST = 2_000_000;

    /** Its content, which is read when signatures are: a start need not wait for that. */
    public InputStream open() throws IOException {
      try (@Nullable InputStream in = loader.getResourceAsStream(name)) {
        if (in == null) {
          throw new FileNotFoundException("it is not in the plugin's jar any more");
        }
        return new ByteArrayInputStream(in.readNBytes(LARGEST));
      }
    }
  }
}
