package io.closedloop.core.app;

import io.closedloop.api.Permission;
import io.closedloop.core.github.Needs;
import io.closedloop.core.plugin.Catalogue;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What the enabled plugins, and closedloop itself, need to be allowed on GitHub. */
final class GitHubNeeds {
  private static final String OURSELVES = "closedloop";

  private GitHubNeeds() {}

  static Needs of(Catalogue catalogue) {
    Map<String, Set<Permission>> needs = new LinkedHashMap<>();
    catalogue.actions().forEach((name, action) -> needs.put(name, action.spec().permissions()));
    catalogue.channels().forEach((name, channel) -> needs.put(name, channel.permissions()));
    Set<Permission> own =
        EnumSet.of(
            Permission.ACTIONS_READ,
            Permission.CHECKS_READ,
            Permission.CONTENTS_READ,
            Permission.METADATA_READ,
            Permission.PULL_REQUESTS_READ);
    // Where a rule keeps us from pushing, the repair becomes a pull request.
    if (needs.values().stream().anyMatch(each -> each.contains(Permission.CONTENTS_WRITE))) {
      own.add(Permission.PULL_REQUESTS_WRITE);
    }
    needs.put(OURSELVES, own);
    return new Needs(needs);
  }
}
