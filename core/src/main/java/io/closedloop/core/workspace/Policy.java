package io.closedloop.core.workspace;

import io.closedloop.api.ActionSpec;
import java.util.List;
import java.util.Set;

/**
 * What the operator forbids whatever an action declares.
 *
 * @param prohibited names of {@code security.restrictions.prohibited_actions}; here {@code
 *     file_deletion} and {@code credential_modification} count, the others concern other effects
 * @param never globs of files that are never written, beyond those that no configuration unlocks
 * @param ceiling the largest change of all, which an action's own limits may only lower
 */
public record Policy(Set<String> prohibited, List<String> never, ActionSpec.Limits ceiling) {
  static final String FILE_DELETION = "file_deletion";
  static final String CREDENTIAL_MODIFICATION = "credential_modification";

  /** Everything prohibited that can be; at most 1,000 files and 20 MB. */
  public static final Policy STRICT =
      new Policy(
          Set.of(
              FILE_DELETION, CREDENTIAL_MODIFICATION, "production_deployment", "user_management"),
          List.of(),
          new ActionSpec.Limits(1_000, 20_000_000));

  public Policy {
    prohibited = Set.copyOf(prohibited);
    never = List.copyOf(never);
  }
}
